import "htmx.org";
import { defineBench } from "./bench";
import { defineCombobox } from "./combobox";
import { defineCopy } from "./copy";
import { defineDialog } from "./dialog";
import { defineDraft } from "./draft";
import { defineHeld } from "./held";
import { defineKeys } from "./keys";
import { defineLocate } from "./locate";
import { definePanes } from "./panes";
import { defineSteps } from "./steps";
import { defineToast, say } from "./toast";
import { defineUpload } from "./upload";
import { csrf, word } from "./words";

interface HtmxContext { request: { method: string; headers: Record<string, string> } }

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: HtmxContext }>).detail;
  if (!/^(GET|HEAD)$/i.test(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = csrf();
});
document.addEventListener("htmx:error", () => say({ text: word(navigator.onLine ? "failed" : "offline"), level: "bad" }));

// The heavy elements arrive only on pages (or swapped pieces) which have them.
const LAZY: Record<string, () => Promise<unknown>> = {
  "cdos-map": () => import("./map"),
  "cdos-chart": () => import("./chart"),
};

function loadLazy(): void {
  for (const [name, load] of Object.entries(LAZY)) {
    if (document.querySelector(name)) { delete LAZY[name]; load().catch(() => undefined); }
  }
}

// Buttons that submit are pressed once: a double click makes one request.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset["sent"]) return event.preventDefault();
  form.dataset["sent"] = "1";
  setTimeout(() => { delete form.dataset["sent"]; }, 4000);
});
addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset["sent"]; });

document.addEventListener("click", (event) => { if ((event.target as Element).closest("[data-print]")) print(); });

for (const define of [defineToast, defineDialog, defineKeys, definePanes, defineDraft, defineHeld, defineUpload, defineCombobox, defineLocate, defineSteps, defineBench, defineCopy]) define();
loadLazy();
document.addEventListener("htmx:after:swap", loadLazy);
