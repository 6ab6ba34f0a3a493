KINDS = ("christmas", "children", "sleep", "comedy", "show tunes", "karaoke", "cover", "sped up", "live", "remix")
