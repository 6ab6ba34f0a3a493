"""Every format of a list gives the same lines, and what is no list one sentence."""

import io
import zipfile

import pytest

from bot.imports import lines_of, table, workbooks
from bot.spreadsheet import workbook
from engine import UserError

SONGS = [("Karma Police", "Radiohead", 264.0), ("Café, del Mar", "Energy 52", 440.0)]
REKORDBOX = """<?xml version="1.0" encoding="UTF-8"?><DJ_PLAYLISTS Version="1.0.0"><COLLECTION Entries="2">
<TRACK TrackID="1" Name="Karma Police" Artist="Radiohead" TotalTime="264" AverageBpm="75.00"/>
<TRACK TrackID="2" Name="Café, del Mar" Artist="Energy 52" TotalTime="440"><TEMPO Inizio="0.1" Bpm="130"/></TRACK>
</COLLECTION><PLAYLISTS><NODE Type="1" Name="set"><TRACK Key="1"/></NODE></PLAYLISTS></DJ_PLAYLISTS>"""
EXPORTIFY = """"Track URI","Track Name","Artist Name(s)","Album Name","Track Duration (ms)"
"spotify:track:1","Karma Police","Radiohead","OK Computer","264000"
"spotify:track:2","Café, del Mar","Energy 52","","440000"
"""
SPOTIFY = """{"playlists": [{"name": "set", "items": [
{"track": {"trackName": "Karma Police", "artistName": "Radiohead", "trackUri": "", "duration_ms": 264000}},
{"track": {"name": "Café, del Mar", "artists": [{"name": "Energy 52"}], "duration_ms": 440000}}]}]}"""
APPLE = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://a/b.dtd">
<plist version="1.0"><dict><key>Tracks</key><dict>
<key>1</key><dict><key>Name</key><string>Karma Police</string><key>Artist</key><string>Radiohead</string>
<key>Total Time</key><integer>264000</integer></dict>
<key>2</key><dict><key>Name</key><string>Café, del Mar</string><key>Total Time</key><integer>440000</integer>
<key>Artist</key><string>Energy 52</string></dict></dict>
<key>Playlists</key><array><dict><key>Name</key><string>set</string></dict></array></dict></plist>"""
TABLES = {
    "spotify account": SPOTIFY,
    "apple library": APPLE,
    "german headings": "Name\tKünstler\tDauer\nKarma Police\tRadiohead\t264\nCafé, del Mar\tEnergy 52\t440\n",
    "comma": 'title,artist,time\nKarma Police,Radiohead,4:24\n"Café, del Mar",Energy 52,7:20\n',
    "byte-order mark": '\ufefftitle,artist,time\nKarma Police,Radiohead,4:24\n"Café, del Mar",Energy 52,7:20\n',
    "exportify": EXPORTIFY,
    "semicolon": "Titel;Interpret;Dauer\nKarma Police;Radiohead;264,0\nCafé, del Mar;Energy 52;440,0\n",
    "tab": "Name\tArtist\tTime\rKarma Police\tRadiohead\t264\rCafé, del Mar\tEnergy 52\t440\r",
    "rekordbox": REKORDBOX,
}


def read(content):
    return list(lines_of(table(content)))


def named(content):
    return [(line.title, line.artist, line.seconds) for line in read(content)]


@pytest.mark.parametrize("name", TABLES)
def test_tables_with_titles_and_artists_are_read(name):
    assert named(TABLES[name].encode()) == SONGS


def test_pasted_tables_and_those_in_other_encodings_are_read():
    assert named(TABLES["comma"]) == SONGS
    assert named(TABLES["tab"].encode("utf-16")) == SONGS  # Apple Music
    assert named(TABLES["semicolon"].encode("cp1252")) == SONGS  # Excel


def test_a_workbook_is_read_and_a_title_above_its_header_does_no_harm():
    assert named(workbook("List", ("title", "artist", "seconds"), SONGS)) == SONGS
    above = workbook("List", ("Our list", ""), [("title", "artist", "seconds"), *SONGS])
    assert [line.title for line in read(above)] == [title for title, _, _ in SONGS]


def zipped(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr({"strings": "xl/sharedStrings.xml", "sheet": "xl/worksheets/sheet1.xml"}[name], content)
    return made.getvalue()


def test_a_workbook_with_shared_strings_is_read():
    strings = "<sst><si><t>title</t></si><si><r><t>Karma </t></r><r><t>Police</t></r></si></sst>"
    first = '<c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>artist</t></is></c>'
    second = '<c r="A2" t="s"><v>1</v></c><c r="C2" t="str"><v>Radiohead</v></c>'
    sheet = f"<worksheet><sheetData><row>{first}</row><row>{second}</row></sheetData></worksheet>"
    found = read(zipped(strings=strings, sheet=sheet))
    assert [(line.title, line.artist) for line in found] == [("Karma Police", "Radiohead")]


def test_m3u_goes_by_its_comments_and_else_by_file_names():
    content = (
        "#EXTM3U\n#EXTINF:264,Radiohead - Karma Police\n/music/a.mp3\n"
        "C:\\music\\Energy%2052 - Cafe.flac\n#EXTINF:-1,\nhttps://open.spotify.com/track/abc\n"
    )
    found = read(content.encode())
    assert [line.text for line in found] == [
        "Radiohead - Karma Police", "Energy 52 - Cafe.flac", "https://open.spotify.com/track/abc",
    ]  # fmt: skip
    assert found[0].seconds == 264


def test_plain_lines_are_parted_by_lines_and_semicolons_and_comments_are_left_out():
    assert [line.text for line in read("Queen - One\n\n# mine\nQueen - Two; Queen - Three\n")] == [
        "Queen - One", "Queen - Two", "Queen - Three",
    ]  # fmt: skip


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><PLAYLISTS><TRACK Name="&c;"/></PLAYLISTS>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        REKORDBOX[:300].encode(),
        b"<html><body>no list",
        b"PK\3\4broken",
        b"\0\1\2\3" * 10,
        b"\x81\x8d\x8f",
        b"x" * 20_000_001,
        b"a,title,artist" + b",c" * 300,
    ],
    ids=["entities", "cut xml", "html", "broken zip", "binary", "no text", "large", "columns"],
)
def test_what_is_no_list_gets_one_sentence(content):
    with pytest.raises(UserError):
        read(content)


def test_a_workbook_that_unfolds_beyond_bounds_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 100_000)
    rows = "<row><c><v>title</v></c><c><v>artist</v></c></row>" * 5_000
    with pytest.raises(UserError, match="too large"):
        read(zipped(sheet=f"<worksheet><sheetData>{rows}</sheetData></worksheet>"))


def test_lines_beyond_the_limit_are_refused():
    with pytest.raises(UserError, match="more than 3 lines"):
        list(lines_of(table("a\nb\nc\nd\n"), 3))


def test_paths_of_files_are_read_by_the_name_of_the_file():
    lines = read(b"/Users/ann/Music/06 Elton John - Daniel.flac\nC:\\Music\\ABBA - SOS.mp3\nAC/DC - Thunderstruck.mp3")
    assert [line.text for line in lines] == [
        "06 Elton John - Daniel.flac", "ABBA - SOS.mp3", "AC/DC - Thunderstruck.mp3"
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["[03:24] Blur - Song 2\n[06:00] ABBA - SOS", "{a} - b\n", "[" * 100_000])
def test_what_only_looks_like_json_is_lines(content):
    assert table(content).plain
