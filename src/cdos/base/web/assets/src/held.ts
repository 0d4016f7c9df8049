/** A form that is drawn anew by its answer (hx-disable) takes nothing in until then; afterwards the cursor is where it was. */
let held = "";

export function defineHeld(): void {
  document.addEventListener("htmx:config:request", (event) => {
    const asking = (event.target as Element).closest("[hx-disable], [hx-disable\\:inherited]");
    if (asking) held = document.activeElement?.id ?? "";
  });
  document.addEventListener("htmx:after:swap", () => {
    if (held && document.activeElement === document.body) document.getElementById(held)?.focus({ preventScroll: true });
    held = "";
  });
}
