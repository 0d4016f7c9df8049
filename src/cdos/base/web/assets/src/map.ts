import { type GeoJSONSource, LngLat, Map as MapView, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import { nameIt } from "./here";
import { baseMap, baseStyle, type TileJson } from "./mapstyle";
import { BUILT, icon, make, word } from "./words";

declare const MAP_WORKER: string;
declare const MAP_CSS: string;
setWorkerUrl(BUILT + MAP_WORKER);

interface PlaceProperties { title?: string; text?: string; href?: string; kind?: string; name?: string }

/**
 * <cdos-map src base lon lat zoom pin="lonId,latId" address="inputId">: the city's map.
 * With `src` it shows places (clustered); with `pin` it asks for one and fills two inputs.
 * Without WebGL it says so and leaves the form's own fields to do the work.
 */
class CdosMap extends HTMLElement {
  map: MapView | null = null;
  private marker: Marker | null = null;

  connectedCallback(): void {
    if (this.map) return;
    // A map in a closed fold, or far below, costs nothing until it is seen.
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) { seen.disconnect(); this.begin(); }
    });
    seen.observe(this);
  }

  private begin(): void {
    if (this.map || !this.isConnected) return;
    Promise.all([baseMap(this.getAttribute("base") ?? "/map/base.json"), styles()])
      .then(([base]) => this.start(base))
      .catch(() => this.without());
  }

  disconnectedCallback(): void {
    this.map?.remove();
    this.map = null;
  }

  private number(name: string, fallback: number): number {
    const given = this.getAttribute(name);
    return given ? Number(given) : fallback;
  }

  private get pinInputs(): [HTMLInputElement, HTMLInputElement] | null {
    const ids = (this.getAttribute("pin") ?? "").split(",").map((id) => document.getElementById(id.trim()));
    return ids[0] instanceof HTMLInputElement && ids[1] instanceof HTMLInputElement ? [ids[0], ids[1]] : null;
  }

  private start(base: TileJson | null): void {
    const css = getComputedStyle(this);
    const map = new MapView({
      container: this,
      style: baseStyle(css, base),
      center: this.centre(),
      zoom: this.number("zoom", this.pinInputs ? 14 : 10),
      minZoom: 8,
      maxZoom: 19,
      attributionControl: false,
      cooperativeGestures: !this.pinInputs && this.getAttribute("size") !== "fill",
      dragRotate: this.hasAttribute("tilt"),
      localIdeographFontFamily: css.fontFamily,
      locale: this.words(),
    });
    this.map = map;
    map.getCanvas().setAttribute("aria-label", this.getAttribute("aria-label") ?? "");
    map.addControl(new NavigationControl({ showCompass: this.hasAttribute("tilt") }), css.direction === "rtl" ? "top-left" : "top-right");
    if (!this.pinInputs && !this.getAttribute("src") && this.getAttribute("lon")) {
      const pin = make("span", { class: "map-pin" }, icon("map-pin"));
      new Marker({ element: pin, anchor: "bottom" }).setLngLat(this.centre()).addTo(map);
    }
    map.on("load", () => this.dispatchEvent(new CustomEvent("cdos:map", { bubbles: true, detail: map })));
    if (this.pinInputs) this.pick(map, this.pinInputs);
    if (this.getAttribute("src")) map.on("load", () => void this.places(map, css));
  }

  private words(): Record<string, string> {
    const named = { "NavigationControl.ZoomIn": "in", "NavigationControl.ZoomOut": "out", "CooperativeGesturesHandler.WindowsHelpText": "scroll", "CooperativeGesturesHandler.MacHelpText": "scrollMac", "CooperativeGesturesHandler.MobileHelpText": "fingers" };
    return Object.fromEntries(Object.entries(named).map(([name, key]) => [name, word(key, this)]));
  }

  private centre(): LngLat {
    const [lon, lat] = this.pinInputs ?? [];
    const fallback = new LngLat(this.number("lon", 114.0579), this.number("lat", 22.5431));
    return lon?.value && lat?.value ? new LngLat(Number(lon.value), Number(lat.value)) : fallback;
  }

  private without(): void {
    this.classList.add("without");
    this.replaceChildren(make("p", { class: "map-none" }, icon("map"), make("span", {}, word("none", this))));
    this.dispatchEvent(new CustomEvent("cdos:nomap", { bubbles: true }));
  }

  /* asking for a place */

  private pick(map: MapView, inputs: [HTMLInputElement, HTMLInputElement]): void {
    const pin = make("button", { type: "button", class: "map-pin", "aria-label": word("move", this) }, icon("map-pin"));
    this.append(make("p", { class: "map-hint" }, word("move", this)));
    const marker = new Marker({ element: pin, draggable: true, anchor: "bottom" }).setLngLat(map.getCenter()).addTo(map);
    this.marker = marker;
    pin.classList.toggle("unset", !inputs[0].value || !inputs[1].value);
    marker.on("dragend", () => this.put(marker.getLngLat(), inputs));
    map.on("click", (event) => this.put(event.lngLat, inputs));
    pin.addEventListener("keydown", (event) => this.nudge(event, map, inputs));
    pin.addEventListener("click", (event) => { event.stopPropagation(); this.put(marker.getLngLat(), inputs); });
    const follow = (): void => {
      const place = new LngLat(Number(inputs[0].value), Number(inputs[1].value));
      if (!inputs[0].value || !inputs[1].value || place.distanceTo(marker.getLngLat()) < 1) return;
      marker.setLngLat(place);
      pin.classList.remove("unset");
      map.easeTo({ center: place, zoom: Math.max(map.getZoom(), 15), duration: 180 });
    };
    for (const input of inputs) for (const name of ["change", "cdos:filled"]) input.addEventListener(name, follow);
  }

  private nudge(event: KeyboardEvent, map: MapView, inputs: [HTMLInputElement, HTMLInputElement]): void {
    const step = { ArrowLeft: [-12, 0], ArrowRight: [12, 0], ArrowUp: [0, -12], ArrowDown: [0, 12] }[event.key];
    if (!step || !this.marker) return;
    event.preventDefault();
    event.stopPropagation();
    const at = map.project(this.marker.getLngLat());
    this.put(map.unproject([at.x + (step[0] ?? 0), at.y + (step[1] ?? 0)]), inputs);
  }

  private put(place: LngLat, inputs: [HTMLInputElement, HTMLInputElement]): void {
    this.marker?.setLngLat(place);
    this.marker?.getElement().classList.remove("unset");
    this.querySelector(".map-hint")?.remove();
    inputs[0].value = place.lng.toFixed(6);
    inputs[1].value = place.lat.toFixed(6);
    for (const input of inputs) input.dispatchEvent(new Event("change", { bubbles: true }));
    void this.nameIt(place);
    this.dispatchEvent(new CustomEvent("cdos:pin", { bubbles: true, detail: { lon: place.lng, lat: place.lat } }));
  }

  private async nameIt(place: LngLat): Promise<void> {
    const here = await nameIt(this.getAttribute("address") ?? "", place.lng, place.lat);
    if (here) this.dispatchEvent(new CustomEvent("cdos:address", { bubbles: true, detail: here }));
  }

  /* showing places */

  private async places(map: MapView, css: CSSStyleDeclaration): Promise<void> {
    const answer = await fetch(this.getAttribute("src") ?? "", { headers: { Accept: "application/geo+json, application/json" } });
    if (!answer.ok) return;
    const data = (await answer.json()) as GeoJSON.FeatureCollection;
    const token = (name: string): string => css.getPropertyValue(name).trim();
    map.addSource("places-shown", { type: "geojson", data, cluster: true, clusterRadius: 44, clusterMaxZoom: 15 });
    map.addLayer({ id: "clusters", type: "circle", source: "places-shown", filter: ["has", "point_count"], paint: { "circle-color": token("--brand"), "circle-opacity": 0.9, "circle-radius": ["step", ["get", "point_count"], 14, 10, 18, 100, 24, 1000, 30], "circle-stroke-width": 2, "circle-stroke-color": token("--surface") } });
    map.addLayer({ id: "cluster-counts", type: "symbol", source: "places-shown", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": ["local"], "text-size": 13, "text-allow-overlap": true }, paint: { "text-color": token("--on-brand") } });
    map.addLayer({ id: "points", type: "circle", source: "places-shown", filter: ["!", ["has", "point_count"]], paint: { "circle-color": ["match", ["get", "kind"], "bad", token("--bad"), "warm", token("--warm"), "good", token("--good"), token("--brand")], "circle-radius": ["match", ["get", "kind"], "bad", 9, 7], "circle-stroke-width": 2, "circle-stroke-color": token("--surface") } });
    this.react(map);
    if (!this.getAttribute("lon")) this.fit(map, data);
  }

  private fit(map: MapView, data: GeoJSON.FeatureCollection): void {
    const points = data.features.flatMap((feature) => (feature.geometry?.type === "Point" ? [feature.geometry.coordinates] : []));
    if (!points.length) return;
    const xs = points.map((point) => point[0] ?? 0);
    const ys = points.map((point) => point[1] ?? 0);
    const edge = (list: number[], pick: (a: number, b: number) => number): number => list.reduce((a, b) => pick(a, b));
    map.fitBounds([[edge(xs, Math.min), edge(ys, Math.min)], [edge(xs, Math.max), edge(ys, Math.max)]], { padding: 48, maxZoom: 15, duration: 0 });
  }

  private react(map: MapView): void {
    map.on("click", "clusters", (event) => void this.open(map, event.features?.[0]));
    map.on("click", "points", (event) => {
      const feature = event.features?.[0];
      if (feature) this.popup(map, event.lngLat, feature.properties as PlaceProperties);
    });
    for (const layer of ["clusters", "points"]) {
      map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
      map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
    }
  }

  private async open(map: MapView, feature: GeoJSON.Feature | undefined): Promise<void> {
    if (feature?.geometry.type !== "Point") return;
    const source = map.getSource("places-shown") as GeoJSONSource;
    const zoom = await source.getClusterExpansionZoom(Number(feature.properties?.["cluster_id"]));
    map.easeTo({ center: feature.geometry.coordinates as [number, number], zoom, duration: 180 });
  }

  private popup(map: MapView, at: LngLat, place: PlaceProperties): void {
    const title = place.href ? make("a", { href: place.href }, place.title ?? "") : make("strong", {}, place.title ?? place.name ?? "");
    const body = make("div", { class: "map-pop" }, title);
    if (place.text) body.append(make("p", {}, place.text));
    new Popup({ maxWidth: "260px" }).setLngLat(at).setDOMContent(body).addTo(map);
  }
}

function styles(): Promise<void> {
  const href = BUILT + MAP_CSS;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = make("link", { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(href));
    document.head.append(link);
  });
}

customElements.define("cdos-map", CdosMap);
