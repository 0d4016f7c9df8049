/** Words come from the page, already translated: from an element's own data or from #words. */
export function word(name: string, from?: HTMLElement): string {
  return from?.dataset[name] ?? document.getElementById("words")?.dataset[name] ?? "";
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

export function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

declare const ICONS: string;
export const BUILT = new URL(".", import.meta.url).href;

export function icon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${BUILT}${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, options: Partial<Record<string, string>> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
