/** <cdos-keys>, and any element with data-key: one key presses the button or follows the link. "D", "/", "Ctrl+K", "?"; several with a space. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function named(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + key;
}

function visible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && !(element as HTMLButtonElement).disabled;
}

/** The first field of an open fold: its key leads into it, and does not close it. */
function fieldOf(summary: HTMLElement): HTMLElement | null {
  return summary.parentElement?.querySelector<HTMLElement>("input:not([type=hidden], [type=file]), select, textarea") ?? null;
}

function press(event: KeyboardEvent): void {
  const name = named(event);
  if (event.defaultPrevented || event.isComposing || (isTyping(event.target) && !name.startsWith("Ctrl+"))) return;
  if (document.querySelector("dialog[open]") && !(event.target as Element).closest?.("dialog")) return;
  const all = [...document.querySelectorAll<HTMLElement>("[data-key]")];
  const chosen = all.find((element) => element.dataset["key"]?.toUpperCase().split(" ").includes(name.toUpperCase()) && visible(element));
  if (!chosen) return;
  event.preventDefault();
  if (/^(INPUT|TEXTAREA)$/.test(chosen.tagName)) chosen.focus();
  else if (chosen.closest("details[open] > summary")) fieldOf(chosen)?.focus();
  else chosen.click();
}

/** Moves the focus with J and K (or the arrows, inside the list) over the links of a list; with `open` the one it rests on opens. */
class CdosKeys extends HTMLElement {
  private rest = 0;

  connectedCallback(): void {
    this.ownerDocument.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    this.ownerDocument.removeEventListener("keydown", this.onKey);
  }

  private onKey = (event: KeyboardEvent): void => {
    const inside = this.contains(document.activeElement);
    const step = { j: 1, k: -1, ...(inside ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key];
    if (!step || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...this.querySelectorAll<HTMLElement>(this.getAttribute("items") ?? "a[href]")].filter(visible);
    const focused = links.indexOf(document.activeElement as HTMLElement);
    const current = focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute("aria-current"));
    event.preventDefault();
    const next = links[Math.min(links.length - 1, Math.max(0, current + step))];
    next?.focus();
    clearTimeout(this.rest);
    if (next && this.hasAttribute("open")) this.rest = window.setTimeout(() => next.click(), 150);
  };
}

export function defineKeys(): void {
  customElements.define("cdos-keys", CdosKeys);
  document.addEventListener("keydown", press);
}
