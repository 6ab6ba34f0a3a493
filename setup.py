"""The packages of the installed project: those of the checkout, and the fitted models as package data.

Everything else stands in pyproject.toml; a folder outside the packages can only be named here.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["bot*", "charts*", "engine*", "pipeline*"]), "engine._models"],
    package_dir={"engine._models": "models"},
)
