"""The common recipe, by which others' figures on this table can be compared with ours."""

from engine.__main__ import main


def test_the_reference_recipe_gives_its_five_tracks_in_order(real_table, capsys):
    assert main(["reference", "--source", str(real_table)]) == 0
    titles = [line.split(". ", 1)[1].split(" - ")[0] for line in capsys.readouterr().out.splitlines()]
    assert titles == [
        "Thaar Maar Thakkar Maar",
        "Mujer Latina",
        "Tukur Tukur",
        "The Plan",
        "Mega Funk Sento E Me Acabo",
    ]
