import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

export interface TileJson { tiles: string[]; minzoom: number; maxzoom: number; bounds: [number, number, number, number] }
type Token = (name: string) => string;

/** What /map/base.json tells; null where the city has no base map yet: the map then shows only the places. */
export async function baseMap(address: string): Promise<TileJson | null> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return null;
  const found = (await answer.json()) as TileJson;
  return { ...found, tiles: found.tiles.map(ownTiles) };
}

/** Tiles come from our own origin, whatever name a proxy in front gave the server; the braces stay braces. */
function ownTiles(address: string): string {
  return location.origin + decodeURI(new URL(address, location.href).pathname);
}

/** A MapLibre style from the page's own tokens. No glyphs address: the browser draws the letters with its own faces. */
export function baseStyle(css: CSSStyleDeclaration, base: TileJson | null): StyleSpecification {
  const token: Token = (name) => css.getPropertyValue(name).trim();
  const ground: LayerSpecification = { id: "ground", type: "background", paint: { "background-color": token("--map-land") } };
  if (!base) return { version: 8, sources: {}, layers: [ground] };
  const { tiles, minzoom, maxzoom, bounds } = base;
  const sources = { base: { type: "vector" as const, tiles, minzoom, maxzoom, bounds } };
  return { version: 8, sources, layers: [ground, ...areas(token), ...lines(token), ...labels(token)] };
}

const from = (layer: string): { source: string; "source-layer": string } => ({ source: "base", "source-layer": layer });
const is = (...kinds: string[]): ExpressionSpecification => ["in", ["get", "kind"], ["literal", kinds]];

function areas(token: Token): LayerSpecification[] {
  const fill = (id: string, layer: string, color: string, kinds: string[] = [], minzoom = 0): LayerSpecification => ({
    id, type: "fill", ...from(layer), minzoom, ...(kinds.length ? { filter: is(...kinds) } : {}), paint: { "fill-color": token(color) },
  });
  return [
    fill("sea", "sea", "--map-water"),
    fill("neighbour", "land", "--map-outside", ["neighbour"]),
    fill("city", "land", "--map-land", ["city"]),
    fill("green", "green", "--map-green"),
    fill("water", "water", "--map-water"),
    { id: "buildings", type: "fill", ...from("buildings"), minzoom: 13.5, paint: { "fill-color": token("--map-building"), "fill-outline-color": token("--map-road-edge") } },
  ];
}

/** A road's width in pixels by zoom: expressways widest, lanes thinnest. */
function wide(edge: number): ExpressionSpecification {
  const at = (big: number, middle: number, small: number): ExpressionSpecification => ["match", ["get", "kind"], ["expressway", "motorway", "highway"], big + edge, ["arterial", "main", "trunk", "primary"], middle + edge, small + edge];
  return ["interpolate", ["exponential", 1.5], ["zoom"], 8, at(1, 0.6, 0.3), 13, at(4, 3, 1.5), 17, at(18, 14, 9)];
}

function lines(token: Token): LayerSpecification[] {
  const round = { "line-cap": "round" as const, "line-join": "round" as const };
  return [
    { id: "road-edges", type: "line", ...from("roads"), minzoom: 10, layout: round, paint: { "line-color": token("--map-road-edge"), "line-width": wide(1.6) } },
    { id: "roads", type: "line", ...from("roads"), layout: round, paint: { "line-color": token("--map-road"), "line-width": wide(0) } },
    { id: "rails", type: "line", ...from("rails"), minzoom: 11, paint: { "line-color": token("--map-rail"), "line-width": 1.6, "line-dasharray": [4, 2] } },
    bound("communities", "community", 13, 0.7, token),
    bound("streets", "street", 11, 1, token),
    bound("districts", "district", 8, 1.6, token),
  ];
}

function bound(id: string, kind: string, minzoom: number, width: number, token: Token): LayerSpecification {
  return { id, type: "line", ...from("bounds"), minzoom, filter: is(kind), paint: { "line-color": token("--map-border"), "line-width": width, "line-opacity": 0.65, "line-dasharray": [4, 2, 1, 2] } };
}

function labels(token: Token): LayerSpecification[] {
  const words = (id: string, layer: string, filter: ExpressionSpecification | null, size: number, color: string, minzoom: number, maxzoom = 24, line = false): LayerSpecification => ({
    id, type: "symbol", ...from(layer), minzoom, maxzoom, ...(filter ? { filter } : {}),
    layout: { "text-field": ["get", "name"], "text-font": ["local"], "text-size": size, "text-max-width": 8, "text-padding": 6, "symbol-placement": line ? "line" : "point" },
    paint: { "text-color": token(color), "text-halo-color": token("--map-halo"), "text-halo-width": 1.4 },
  });
  return [
    words("names-roads", "roads", ["has", "name"], 11.5, "--map-label", 13, 24, true),
    words("names-estates", "labels", is("estate"), 12, "--map-label", 14.5),
    words("names-communities", "labels", is("community"), 12, "--ink-2", 13, 15.5),
    words("names-nature", "labels", is("hill", "park"), 12, "--good", 10),
    words("names-water", "labels", is("water", "sea"), 12, "--brand", 8),
    words("names-stations", "labels", is("station"), 12, "--map-rail", 13),
    words("names-landmarks", "labels", is("landmark"), 12.5, "--ink", 12),
    words("names-streets", "labels", is("street"), 13, "--ink-2", 11, 14),
    words("names-districts", "labels", is("district"), 15, "--ink", 8, 12),
  ];
}
