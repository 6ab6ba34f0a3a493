// The link's token stands behind #, where no server's log and no preview of the link sees it.

if (location.hash) {
  document.getElementById("token").value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
