/** The workbench: marks the row that opens, puts the cursor into a form that opens, and follows to what came next. */
function markRow(row: Element): void {
  for (const other of document.querySelectorAll(".work-row[aria-current]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
}

function toFirstField(fold: HTMLDetailsElement): void {
  const field = fold.querySelector<HTMLElement>("input:not([type=hidden], [type=file]), select, textarea");
  if (fold.open && fold.contains(document.activeElement)) field?.focus();
}

/** After an action the next matter is there: its row is in sight and its head has the focus. */
function arrive(): void {
  const current = document.querySelector(".work-row[aria-current]");
  current?.scrollIntoView({ block: "nearest" });
  if (document.activeElement === document.body) document.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });
}

/** Parts that nobody asked for, as the first matter's pane: whoever has begun to scroll the list stays where they are. */
const BY_ITSELF = new Set(["load", "intersect", "every"]);

export function defineBench(): void {
  document.addEventListener("htmx:before:request", (event) => {
    const row = (event.target as Element).closest(".work-row");
    if (row) markRow(row);
  });
  document.addEventListener("toggle", (event) => {
    const fold = event.target as HTMLElement;
    if (fold instanceof HTMLDetailsElement && fold.classList.contains("move")) toFirstField(fold);
  }, true);
  document.addEventListener("htmx:after:swap", (event) => {
    const cause = (event as CustomEvent<{ ctx?: { sourceEvent?: Event } }>).detail?.ctx?.sourceEvent?.type ?? "";
    if (document.querySelector(".bench") && !BY_ITSELF.has(cause)) arrive();
  });
}
