"""Drawn pictures of materials, for the demonstration: no photo of anybody's goods is borrowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from brocante.catalogue.swatches import fittings, mineral, openings, wooden
from brocante.catalogue.swatches.canvas import Canvas

Scene = Callable[[Canvas], None]

# What to draw for a family when the material says nothing more; the seed chooses.
FAMILIES: dict[str, tuple[Scene, ...]] = {
    "masonry": (mineral.blocks, mineral.bricks, mineral.hollow_bricks, mineral.rubble),
    "outdoor": (mineral.pavers, mineral.gravel, wooden.treated_planks),
    "roofing": (mineral.scallops, mineral.canal_tiles, mineral.slates, mineral.ribbed_sheet),
    "timber": (wooden.beams, wooden.planks),
    "panels": (wooden.boards, wooden.plywood, wooden.smooth_boards),
    "drywall": (wooden.plasterboards, fittings.profiles, wooden.ceiling_tiles),
    "insulation": (wooden.rolls, wooden.batts),
    "tiles": (mineral.square_tiles, mineral.hexagons, mineral.slabs),
    "floors": (wooden.floor_strips, wooden.herringbone, wooden.carpet),
    "windows": (openings.window, openings.bay, openings.roof_window, openings.glazing),
    "doors": (openings.door, openings.plain_door, openings.shutter, openings.garage_door),
    "bathroom-kitchen": (openings.basin, openings.toilet, openings.bath, openings.kitchen),
    "plumbing-heating": (fittings.radiator, fittings.coil, fittings.tubes, fittings.water_heater),
    "electrical": (fittings.drums, fittings.lamps, fittings.solar),
    "metals": (fittings.girders, fittings.tubes, fittings.rebars, fittings.mesh),
    "mortars-paints": (fittings.sacks, fittings.pots, fittings.cartridges),
    "hardware": (fittings.hardware,),
}

# Beginnings of material codes (materials/data), the most precise first.
MATERIALS: tuple[tuple[str, Scene], ...] = (
    ("aerated-concrete", mineral.white_blocks),
    ("gypsum-block", mineral.white_blocks),
    ("clay-brick-hollow", mineral.hollow_bricks),
    ("clay-partition", mineral.hollow_bricks),
    ("clay-brick", mineral.bricks),
    ("concrete-block", mineral.blocks),
    ("concrete-precast", mineral.lintels),
    ("stone-rough", mineral.rubble),
    ("sand-gravel", mineral.gravel),
    ("paving", mineral.pavers),
    ("decking", wooden.planks),
    ("roof-tile-clay-plain", mineral.scallops),
    ("roof-tile", mineral.canal_tiles),
    ("slate", mineral.slates),
    ("fibre-cement", mineral.slates),
    ("steel-sheet", mineral.ribbed_sheet),
    ("sandwich-panel", mineral.ribbed_sheet),
    ("bitumen", wooden.dark_rolls),
    ("membrane", wooden.dark_rolls),
    ("zinc", fittings.sheets),
    ("polycarbonate", mineral.ribbed_sheet),
    ("softwood-planed", wooden.planks),
    ("timber-treated", wooden.treated_planks),
    ("softwood", wooden.beams),
    ("hardwood", wooden.beams),
    ("glulam", wooden.beams),
    ("osb", wooden.boards),
    ("plywood", wooden.plywood),
    ("particleboard", wooden.smooth_boards),
    ("mdf", wooden.smooth_boards),
    ("plasterboard", wooden.plasterboards),
    ("gypsum", wooden.plasterboards),
    ("drywall-profile", fittings.profiles),
    ("ceiling", wooden.ceiling_tiles),
    ("glass-wool-roll", wooden.rolls),
    ("bio-insulation-soft", wooden.rolls),
    ("glass-wool", wooden.batts),
    ("stone-wool", wooden.batts),
    ("eps", wooden.batts),
    ("xps", wooden.batts),
    ("pir", wooden.batts),
    ("wood-fibre", wooden.batts),
    ("cellulose", fittings.sacks),
    ("tile-adhesive", fittings.sacks),
    ("tile-terracotta", mineral.hexagons),
    ("tile-", mineral.square_tiles),
    ("stone-slab", mineral.slabs),
    ("parquet-solid", wooden.herringbone),
    ("parquet", wooden.floor_strips),
    ("laminate", wooden.floor_strips),
    ("vinyl-click", wooden.floor_strips),
    ("vinyl", wooden.dark_rolls),
    ("carpet", wooden.carpet),
    ("window-aluminium", openings.bay),
    ("window", openings.window),
    ("roof-window", openings.roof_window),
    ("glazing", openings.glazing),
    ("glass-pane", openings.glazing),
    ("door-interior", openings.plain_door),
    ("door-steel", openings.plain_door),
    ("door", openings.door),
    ("garage-door", openings.garage_door),
    ("roller-shutter", openings.garage_door),
    ("wc", openings.toilet),
    ("washbasin", openings.basin),
    ("vanity", openings.basin),
    ("shower", openings.shower_tray),
    ("bath", openings.bath),
    ("tap", openings.tap),
    ("kitchen-sink", openings.sink),
    ("kitchen", openings.kitchen),
    ("worktop", openings.kitchen),
    ("radiator", fittings.radiator),
    ("water-heater", fittings.water_heater),
    ("pipe-pex", fittings.coil),
    ("pipe-multilayer", fittings.coil),
    ("conduit", fittings.coil),
    ("pipe", fittings.tubes),
    ("duct", fittings.tubes),
    ("cable", fittings.drums),
    ("luminaire", fittings.lamps),
    ("pv-", fittings.solar),
    ("steel-section", fittings.girders),
    ("steel-tube", fittings.square_tubes),
    ("rebar", fittings.rebars),
    ("welded-mesh", fittings.mesh),
    ("aluminium", fittings.sheets),
    ("cement", fittings.sacks),
    ("mortar", fittings.sacks),
    ("render", fittings.sacks),
    ("screed", fittings.sacks),
    ("plaster", fittings.sacks),
    ("lime", fittings.sacks),
    ("paint", fittings.pots),
    ("sealant", fittings.cartridges),
    ("hardware", fittings.hardware),
)


def draw_swatch(family: str, seed: int, hints: Mapping[str, str]) -> bytes:
    """Return a JPEG of 1200 x 900 for goods of ``family``, the same for the same arguments.

    ``hints["material"]`` is a material code; without one the seed chooses among the family's goods.
    An unknown family is drawn as hardware.
    """
    material = hints.get("material", "")
    canvas = Canvas(f"{family} {material} {seed}")
    scene = next((scene for start, scene in MATERIALS if material.startswith(start)), None)
    if scene is None:
        scenes = FAMILIES.get(family, FAMILIES["hardware"])
        scene = scenes[seed % len(scenes)]
    scene(canvas)
    return canvas.picture()
