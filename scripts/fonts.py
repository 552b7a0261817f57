"""Makes src/styles/fonts from Fontsource packages.

	npm pack @fontsource-variable/source-serif-4@5.3.1 @fontsource/jetbrains-mono@5.3.0
	(unpack each into a folder of its name)
	pip install fonttools brotli
	python scripts/fonts.py <the folder with both>

Each face is two files: the letters of English with the signs of technical prose, and what else Latin-1
has, which only blogs that use it store (see src/styles/faces.js). Left out are hinting, ligatures, kerning
of less than half a pixel, and most steps of the grid, which is finer than any screen. The upright
serif keeps its weights from 400 to 600. Italics are for words: they have no signs of code, and no kerning.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

SERIF = "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-"
MONO = "@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2"
ENGLISH = [*map(chr, range(0x20, 0x7F)), *"\xa0µ·×÷–—‘’“”…−"]
WORDS = [letter for letter in ENGLISH if letter not in "#$*+<=>@[\\]^_`{|}~µ·÷−"]
# The ranges in fonts.css say the same.
ACCENTS = [*map(chr, range(0xC0, 0x100)), *"§©«°±»¼½¾•↑↓"]
# Headings are twice as large as what is in the other faces.
UNITS = 250
UNITS_SMALL = 200
LEAST_KERNING = 24


def simplify_kerning(font):
	"""Pairs move by the same at each weight, in steps; what would differ is less than a pixel."""
	for lookup in font["GPOS"].table.LookupList.Lookup:
		for pairs in lookup.SubTable:
			if pairs.LookupType != 2:
				continue
			pairs.ValueFormat1 &= 0xF
			rows = pairs.PairSet if pairs.Format == 1 else pairs.Class1Record
			for row in rows:
				records = row.PairValueRecord if pairs.Format == 1 else row.Class2Record
				for value in (pair.Value1 for pair in records if pair.Value1):
					if hasattr(value, "XAdvDevice"):
						del value.XAdvDevice
					small = abs(value.XAdvance) < LEAST_KERNING
					value.XAdvance = 0 if small else round(value.XAdvance / 8) * 8
				if pairs.Format == 1:
					row.PairValueRecord = [pair for pair in records if pair.Value1.XAdvance]
					row.PairValueCount = len(row.PairValueRecord)
	font["GDEF"].table.VarStore = None
	font["GDEF"].table.Version = 0x10000


def simplify_weights(font):
	"""Drops moves of points that follow from their neighbours, give or take one step of the grid."""
	glyphs = font["glyf"]
	for name, variations in font["gvar"].variations.items():
		points, control = glyphs._getCoordinatesAndControls(name, font["hmtx"].metrics)
		for variation in variations:
			variation.calcInferredDeltas(points, control.endPts)
			variation.roundDeltas()
			variation.optimize(points, control.endPts, 1, glyphs[name].isComposite())


def make(name, source, target, letters, units, weight=None, features=()):
	font = TTFont(source)
	if weight:
		font = instantiateVariableFont(font, {"wght": weight})
	options = subset.Options(layout_features=features, hinting=False, name_IDs=[0])
	options.drop_tables += ["BASE", "STAT", "HVAR", "avar"]
	if not features:
		options.drop_tables += ["GDEF", "GPOS", "GSUB"]
	subsetter = subset.Subsetter(options)
	subsetter.populate(unicodes=map(ord, letters))
	subsetter.subset(font)
	if features:
		simplify_kerning(font)
	# The licence asks altered versions for a name of their own: the one in fonts.css.
	font["name"].setName(name, 1, 3, 1, 0x409)
	scale_upem(font, units)
	if "gvar" in font:
		simplify_weights(font)
	font.flavor = "woff2"
	font.save(target)


if __name__ == "__main__":
	packages = Path(sys.argv[1])
	fonts = Path(__file__).parent.parent / "src/styles/fonts"
	upright, italic = (packages / f"{SERIF}{style}.woff2" for style in ("normal", "italic"))
	for suffix, english, words in (("", ENGLISH, WORDS), ("-accents", ACCENTS, ACCENTS)):
		make("Reading", upright, fonts / f"serif{suffix}.woff2", english, UNITS, (400, 600), ["kern"])
		make("Reading", italic, fonts / f"serif-italic{suffix}.woff2", words, UNITS_SMALL, 400)
		make("Typing", packages / MONO, fonts / f"mono{suffix}.woff2", english, UNITS_SMALL)
