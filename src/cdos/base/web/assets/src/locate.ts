import { nameIt } from "./here";
import { say } from "./toast";
import { word } from "./words";

/** <cdos-locate lon="input-id" lat="input-id" address="input-id"> around a button: fills in where the device is. */
class CdosLocate extends HTMLElement {
  connectedCallback(): void {
    this.hidden = !("geolocation" in navigator);
    this.addEventListener("click", (event) => {
      if (!(event.target as HTMLElement).closest("button")) return;
      event.preventDefault();
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => this.fill(coords.longitude, coords.latitude),
        () => say({ text: word("denied", this) || word("unsupported"), level: "bad" }),
        { enableHighAccuracy: true, timeout: 10_000 },
      );
    });
  }

  private fill(lon: number, lat: number): void {
    for (const [name, value] of [["lon", lon], ["lat", lat]] as const) {
      const input = document.getElementById(this.getAttribute(name) ?? name) as HTMLInputElement | null;
      if (!input) continue;
      input.value = value.toFixed(6);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    void nameIt(this.getAttribute("address") ?? "", lon, lat);
    this.dispatchEvent(new CustomEvent("cdos:located", { bubbles: true, detail: { lon, lat } }));
  }
}

export function defineLocate(): void {
  customElements.define("cdos-locate", CdosLocate);
}
