import type { GeoJSONSourceSpecification, LayerSpecification, StyleSpecification, VectorSourceSpecification } from "maplibre-gl";

/** The layers of the base map, drawn in this order; each is one GeoJSON file, or one layer of the vector tiles. */
export const BASE_LAYERS = ["land", "green", "water", "roads", "buildings", "districts", "streets", "communities", "places"] as const;
export type BaseLayer = (typeof BASE_LAYERS)[number];

type Paint = (source: { source: string; "source-layer"?: string }, token: (name: string) => string) => LayerSpecification[];

const named = (token: (name: string) => string): object => ({ "text-color": token("--map-label"), "text-halo-color": token("--map-halo"), "text-halo-width": 1.4 });
const label = { "text-field": ["get", "name"], "text-font": ["local"], "text-max-width": 8 };

const DRAW: Record<BaseLayer, Paint> = {
  land: (from, token) => [{ id: "land", type: "fill", ...from, paint: { "fill-color": token("--map-land") } }],
  green: (from, token) => [{ id: "green", type: "fill", ...from, paint: { "fill-color": token("--map-green") } }],
  water: (from, token) => [{ id: "water", type: "fill", ...from, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("--map-water") } }],
  roads: (from, token) => [
    { id: "roads-edge", type: "line", ...from, minzoom: 11, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": token("--map-road-edge"), "line-width": width(1.5) } },
    { id: "roads", type: "line", ...from, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": token("--map-road"), "line-width": width(0) } },
    { id: "road-names", type: "symbol", ...from, minzoom: 14, layout: { ...label, "symbol-placement": "line", "text-size": 12 }, paint: named(token) } as LayerSpecification,
  ],
  buildings: (from, token) => [{ id: "buildings", type: "fill", ...from, minzoom: 14, paint: { "fill-color": token("--map-building"), "fill-outline-color": token("--map-road-edge") } }],
  districts: (from, token) => border("districts", from, token, 0, 14, 1.8),
  streets: (from, token) => border("streets", from, token, 10.5, 24, 1),
  communities: (from, token) => border("communities", from, token, 13, 24, 0.6),
  places: (from, token) => [{ id: "places", type: "symbol", ...from, minzoom: 13, layout: { ...label, "text-size": 12, "text-optional": true }, paint: named(token) } as LayerSpecification],
};

function width(edge: number): LayerSpecification["paint"] & any {
  const rank = ["coalesce", ["get", "rank"], 3];
  return ["interpolate", ["exponential", 1.5], ["zoom"], 9, ["+", ["case", ["<", rank, 2], 1, 0.4], edge / 2], 16, ["+", ["case", ["<", rank, 2], 12, ["<", rank, 3], 8, 5], edge]];
}

function border(id: string, from: { source: string; "source-layer"?: string }, token: (name: string) => string, min: number, max: number, line: number): LayerSpecification[] {
  return [
    { id, type: "line", ...from, minzoom: min, paint: { "line-color": token("--map-border"), "line-width": line, "line-opacity": 0.7, "line-dasharray": [3, 2] } },
    // Boundaries may be given as areas or as label points; either carries the name.
    { id: `${id}-names`, type: "symbol", ...from, minzoom: min, maxzoom: max, layout: { ...label, "text-size": id === "districts" ? 15 : 12.5, "symbol-placement": "point" }, paint: named(token) } as LayerSpecification,
  ];
}

/** A MapLibre style from the page's own tokens; `base` is a GeoJSON address with {layer}, `tiles` a tile address. */
export function baseStyle(css: CSSStyleDeclaration, base: string, tiles: string, layers: readonly BaseLayer[]): StyleSpecification {
  const token = (name: string): string => css.getPropertyValue(name).trim();
  const sources: Record<string, GeoJSONSourceSpecification | VectorSourceSpecification> = tiles
    ? { base: { type: "vector", tiles: [new URL(tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], minzoom: 6, maxzoom: 14 } }
    : Object.fromEntries(layers.map((layer) => [`base-${layer}`, { type: "geojson", data: new URL(base.replace("{layer}", layer), location.href).href } satisfies GeoJSONSourceSpecification]));
  const drawn = layers.flatMap((layer) => DRAW[layer](tiles ? { source: "base", "source-layer": layer } : { source: `base-${layer}` }, token));
  const names = drawn.filter((one) => one.type === "symbol");
  const ground: LayerSpecification = { id: "ground", type: "background", paint: { "background-color": token(layers.includes("land") ? "--map-water" : "--map-land") } };
  return { version: 8, sources, layers: [ground, ...drawn.filter((one) => one.type !== "symbol"), ...names] };
}
