"""Streets, blocks, estates and facilities of every community, laid out on a turned grid."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from cdos.base.organisation.contracts import AreaLevel
from cdos.sample import data_files, names
from cdos.sample.ground.partition import CityShapes
from cdos.sample.ground.shapes import Geometry, Point, stream, to_degrees, to_metres

INNER = ("440303", "440304", "440305", "440308")
SPACING_M = {"inner": 190.0, "outer": 270.0}
MAX_LINES = 11
MAX_ESTATES = 8
ROAD_HALF_WIDTH_M = 9.0


@dataclass(frozen=True, slots=True)
class Estate:
    """A residential estate (住宅小区); `buildings` are numbered from 1."""

    name: str
    road: str
    house_number: int
    buildings: int
    floors: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Road:
    name: str
    shape: Geometry  # a line in degrees
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Block:
    """A plot between streets, in metres; what stands on it."""

    kind: str  # home, village, office, factory, empty
    shape: Geometry
    turn: float


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A community (社区) with what can be named in it."""

    code: str
    name: str
    prefix: str  # `福田区莲花街道`
    centre: Point
    roads: tuple[Road, ...]
    estates: tuple[Estate, ...]
    blocks: tuple[Block, ...]

    @property
    def stem(self) -> str:
        return names.stem(self.name)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A community's street grid: its turned frame (metres around the centre) and the lines' offsets."""

    origin: Point  # metres
    turn: float  # radians
    across: list[float]
    along: list[float]

    def back(self, geometry: Geometry) -> Geometry:
        """From the turned frame to metres."""
        cosine, sine = math.cos(self.turn), math.sin(self.turn)
        matrix = np.array([[cosine, sine], [-sine, cosine]])
        return shapely.transform(geometry, lambda points: points @ matrix + self.origin)


def lay_out(city: CityShapes, reserved: Geometry, seed: int) -> Iterator[Neighbourhood]:
    """One neighbourhood a community, in the order of the codes; nothing is built on `reserved` (hills, waters)."""
    tree = shapely.STRtree(shapely.get_parts(reserved))
    for code in data_files.codes(AreaLevel.COMMUNITY):
        shape = city.by_code[code]
        near = tree.geometries[tree.query(shape)]
        free = shapely.difference(shape, shapely.union_all(near)) if len(near) else shape
        yield _neighbourhood(code, shape, free if free.area > 0.1 * shape.area else shape, seed)


def _neighbourhood(code: str, shape: Geometry, free: Geometry, seed: int) -> Neighbourhood:
    area_names = data_files.area_names()
    random = stream(seed, "grid", code)
    ground = to_metres(free)
    grid = _grid(code, ground, seed, random)
    roads = tuple(_roads(names.stem(area_names[code]), grid, ground))
    blocks = _blocks(code, grid, ground, random)
    centre = shape.representative_point()
    return Neighbourhood(
        code=code,
        name=area_names[code],
        prefix=area_names[code[:6]] + area_names[code[:9]],
        centre=(round(centre.x, 6), round(centre.y, 6)),
        roads=roads,
        estates=tuple(_estates(names.stem(area_names[code]), roads, blocks, random)),
        blocks=blocks,
    )


def _grid(code: str, ground: Geometry, seed: int, random: np.random.Generator) -> _Grid:
    """The streets of one street office run the same way; the grid grows wider where the community is large."""
    turn = float(stream(seed, "turn", code[:9]).uniform(-0.6, 0.6))
    west, south, east, north = ground.bounds
    reach = math.hypot(east - west, north - south) / 2
    spacing = max(SPACING_M["inner" if code[:6] in INNER else "outer"], 2 * reach / MAX_LINES)
    steps = int(reach // spacing) + 1
    centre = ground.representative_point()
    across, along = (
        [(k + float(random.uniform(-0.15, 0.15))) * spacing for k in range(-steps, steps + 1)] for _ in "xy"
    )
    return _Grid(origin=(centre.x, centre.y), turn=turn, across=across, along=along)


def _roads(stem: str, grid: _Grid, ground: Geometry) -> Iterator[Road]:
    """The longest streets carry the community's name; the others run without one."""
    reach = grid.across[-1]
    for tails, offsets, upright in (
        (names.ROAD_ALONG, grid.along, False),
        (names.ROAD_ACROSS, grid.across, True),
    ):
        lines = [[(o, -reach), (o, reach)] if upright else [(-reach, o), (reach, o)] for o in offsets]
        drawn = shapely.intersection(grid.back(shapely.linestrings(lines)), ground)
        longest = np.argsort(-shapely.length(drawn), kind="stable")
        rank = {int(number): place for place, number in enumerate(longest)}
        for number, line in enumerate(drawn):
            if line.length < 60:
                continue
            name = stem + tails[rank[number]] if rank[number] < len(tails) else ""
            yield _road(name, to_degrees(line))


def _road(name: str, line: Geometry) -> Road:
    longest = max(shapely.get_parts(line), key=lambda part: float(part.length))
    middle = longest.interpolate(0.5, normalized=True)
    return Road(name=name, shape=line, lon=round(middle.x, 6), lat=round(middle.y, 6))


def _blocks(code: str, grid: _Grid, ground: Geometry, random: np.random.Generator) -> tuple[Block, ...]:
    """Plots between the streets, the nearest to the centre first; far plots of large communities stay empty."""
    half = ROAD_HALF_WIDTH_M
    across, along = np.array(grid.across), np.array(grid.along)
    west, south = (edges.ravel() for edges in np.meshgrid(across[:-1], along[:-1], indexing="ij"))
    east, north = (edges.ravel() for edges in np.meshgrid(across[1:], along[1:], indexing="ij"))
    order = np.argsort((west + east) ** 2 + (south + north) ** 2, kind="stable")
    boxes = shapely.box(west + half, south + half, east - half, north - half)[order]
    whole = grid.back(boxes)
    shapely.prepare(ground)
    whole = whole[shapely.intersects(ground, whole)]
    plots = shapely.intersection(whole, ground.buffer(-half))
    kept = np.flatnonzero(shapely.area(plots) > 0.35 * shapely.area(whole))
    kinds = _kinds(code, len(kept), random)
    return tuple(Block(kind, plots[number], grid.turn) for kind, number in zip(kinds, kept, strict=True))


def _kinds(code: str, count: int, random: np.random.Generator) -> list[str]:
    inner = code[:6] in INNER
    mixed = (
        ["office", "home", "empty", "office"]
        if inner
        else ["factory", "empty", "village", "empty", "factory"]
    )
    first = ["home", "home", "office", "home", "village", "home"]
    rest = [mixed[number] for number in random.integers(0, len(mixed), size=count)]
    return [first[number % len(first)] if number < 12 else rest[number] for number in range(count)]


def _estates(
    stem: str, roads: tuple[Road, ...], blocks: tuple[Block, ...], random: np.random.Generator
) -> Iterator[Estate]:
    named = [road for road in roads if road.name]
    heads = random.permutation(len(names.ESTATE_HEADS))
    taken: set[str] = set()
    homes = [block for block in blocks if block.kind in {"home", "village"}][:MAX_ESTATES]
    for number, block in enumerate(homes or blocks[:1]):
        point = to_degrees(block.shape.representative_point())
        village = block.kind == "village"
        name = _estate_name(stem, village, names.ESTATE_HEADS[heads[number]], random)
        while name in taken:
            name = _estate_name(stem, village, names.ESTATE_HEADS[heads[number]], random)
        taken.add(name)
        yield Estate(
            name=name,
            road=_nearest_name(named, point) or f"{stem}路",
            house_number=int(random.integers(1, 190)),
            buildings=int(random.integers(20, 60) if village else random.integers(2, 16)),
            floors=int(random.integers(5, 9) if village else random.integers(7, 38)),
            lon=round(point.x, 6),
            lat=round(point.y, 6),
        )


def _estate_name(stem: str, village: bool, head: str, random: np.random.Generator) -> str:
    if village:
        return stem + str(random.choice(names.VILLAGE_TAILS))
    tail = str(random.choice(names.ESTATE_TAILS))
    return (stem if random.random() < 0.2 else head) + tail


def _nearest_name(roads: list[Road], point: Geometry) -> str:
    if not roads:
        return ""
    return min(roads, key=lambda road: float(road.shape.distance(point))).name
