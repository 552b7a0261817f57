"""Makes src/styles/fonts from Fontsource packages.

	npm pack @fontsource-variable/source-serif-4@5.3.1 @fontsource/jetbrains-mono@5.3.0
	(unpack each into a folder of its name)
	pip install fonttools brotli
	python scripts/fonts.py <the folder with both>

What is left out: letters beyond Latin-1, hinting, features but kerning and ligatures, and every second
step of the grid, which is finer than any screen. The upright serif keeps its weights from 400 to 600.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

SERIF = "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-"
MONO = "@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2"
LETTERS = [*range(0x20, 0x7F), 0xA0, *range(0xC0, 0x100)]
LETTERS += map(ord, "§©«°±µ·»¼½¾–—‘’“”•…↑↓−")
UNITS = 500


def keep_kerning_of_400(font):
	"""Pairs move by the same at each weight; what would differ is less than a pixel."""
	for lookup in font["GPOS"].table.LookupList.Lookup:
		for pairs in lookup.SubTable:
			if pairs.LookupType != 2:
				continue
			pairs.ValueFormat1 &= 0xF
			rows = pairs.PairSet if pairs.Format == 1 else pairs.Class1Record
			for row in rows:
				for pair in row.PairValueRecord if pairs.Format == 1 else row.Class2Record:
					if hasattr(pair.Value1, "XAdvDevice"):
						del pair.Value1.XAdvDevice
	font["GDEF"].table.VarStore = None
	font["GDEF"].table.Version = 0x10000


def make(name, source, target, weight=None):
	font = TTFont(source)
	if weight:
		font = instantiateVariableFont(font, {"wght": weight})
	options = subset.Options(
		layout_features=["kern", "liga"], hinting=False, name_IDs=[0], notdef_outline=True
	)
	options.drop_tables += ["BASE", "STAT"]
	subsetter = subset.Subsetter(options)
	subsetter.populate(unicodes=LETTERS)
	subsetter.subset(font)
	if "fvar" in font:
		keep_kerning_of_400(font)
	# The licence asks altered versions for a name of their own: the one in fonts.css.
	font["name"].setName(name, 1, 3, 1, 0x409)
	scale_upem(font, UNITS)
	font.flavor = "woff2"
	font.save(target)


if __name__ == "__main__":
	packages = Path(sys.argv[1])
	fonts = Path(__file__).parent.parent / "src/styles/fonts"
	make("Reading", packages / f"{SERIF}normal.woff2", fonts / "serif.woff2", (400, 600))
	make("Reading", packages / f"{SERIF}italic.woff2", fonts / "serif-italic.woff2", 400)
	make("Typing", packages / MONO, fonts / "mono.woff2")
