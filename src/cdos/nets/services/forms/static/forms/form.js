// <cdos-form data-kinds>: shows of a form what is needed in this case, and looks at files as soon as they are there.
// Conditions of a form, for comfort while it is filled in; the server decides again whatever this says.
// Three-valued as on the server (base/rules): "yes", "no", "unknown"; a part { is: "none" } does not apply and counts for nothing.

const NUMBERS = new Set(["number", "fen"]);

/** What a field says now: a number, a boolean, a list, a text; null where nothing is known. */
export function reading(kind, texts) {
  const first = (texts[0] ?? "").trim();
  if (kind === "many") return texts.length ? texts : null;
  if (first === "") return null;
  if (NUMBERS.has(kind)) {
    const plain = first.normalize("NFKC").replace(/[,\s¥￥元]/g, "");
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
    return kind === "fen" ? Math.round(Number(plain) * 100) : Number(plain);
  }
  if (kind === "boolean") return first === "yes" ? true : first === "no" ? false : null;
  if (kind === "date") return /^\d{4}-\d{2}-\d{2}$/.test(first) ? first : null;
  return first;
}

const family = (value) => (Array.isArray(value) ? family(value[0]) : typeof value);

const TESTS = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  in: (a, b) => b.includes(a),
  not_in: (a, b) => !b.includes(a),
  between: (a, b) => b[0] <= a && a <= b[1],
  has: (a, b) => a.includes(b),
};

function leaf(node, value) {
  const mine = value(node.field);
  const other = "ref" in node ? value(node.ref) : node.value;
  if (mine === null || mine === undefined || other === null || other === undefined) return "unknown";
  const many = Array.isArray(mine);
  if (node.op === "has" ? !many : many || family(mine) !== family(other)) return "unknown";
  return TESTS[node.op](mine, other) ? "yes" : "no";
}

/** "yes", "no", "unknown", or "none" where nothing of it applies. */
export function truth(node, value) {
  if ("is" in node) return node.is;
  if ("not" in node) return { yes: "no", no: "yes", unknown: "unknown", none: "none" }[truth(node.not, value)];
  if ("field" in node) return leaf(node, value);
  const parts = (node.all ?? node.any).map((one) => truth(one, value)).filter((one) => one !== "none");
  if (!parts.length) return node.all?.length === 0 ? "yes" : "none";
  const [strong, weak] = node.all ? ["no", "yes"] : ["yes", "no"];
  if (parts.includes(strong)) return strong;
  return parts.includes("unknown") ? "unknown" : weak;
}

/** Fields of the form that would have to be answered before the condition is known. */
export function open(node, value) {
  if (truth(node, value) !== "unknown") return [];
  if ("field" in node) return [node.field, ...(node.ref ? [node.ref] : [])];
  if ("not" in node) return open(node.not, value);
  return (node.all ?? node.any ?? []).flatMap((one) => open(one, value));
}

/** Whether an entry is asked: one that waits for an answer of the form is not, one that hangs on what nobody knows is. */
export function holds(node, value, own) {
  const found = truth(node, value);
  if (found !== "unknown") return found !== "no";
  return !open(node, value).some((name) => own.has(name));
}

const csrf = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

class CdosForm extends HTMLElement {
  connectedCallback() {
    this.kinds = JSON.parse(this.dataset.kinds || "{}");
    this.entries = [...this.querySelectorAll("[data-entry]")].map((box) => ({
      box,
      name: box.dataset.entry,
      when: box.dataset.when ? JSON.parse(box.dataset.when) : null,
      needed: box.dataset.needed ? JSON.parse(box.dataset.needed) : null,
    }));
    this.classList.add("live");
    const form = this.closest("form");
    if (form) form.noValidate = true;
    this.addEventListener("input", () => this.update());
    this.addEventListener("change", (event) => {
      const files = event.target.closest?.(".form-files");
      if (files) void this.look(files);
      this.update();
    });
    this.addEventListener("cdos:restored", () => this.update());
    this.update();
    for (const files of this.querySelectorAll(".form-files")) void this.look(files);
    this.querySelector(".form-problems")?.focus();
  }

  texts(name) {
    const box = this.entries.find((entry) => entry.name === name)?.box;
    const inputs = box?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? [];
    return [...inputs]
      .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .map((input) => input.value);
  }

  update() {
    const asked = this.asked();
    const value = this.value(asked);
    for (const { box, name, needed } of this.entries) {
      const here = asked.has(name);
      box.hidden = !here;
      for (const input of box.querySelectorAll("input, select, textarea")) input.disabled = !here;
    }
    for (const section of this.querySelectorAll(".form-section")) {
      section.hidden = ![...section.querySelectorAll("[data-entry]")].some((box) => !box.hidden);
    }
  }

  value(asked) {
    return (name) => (asked.has(name) ? reading(this.kinds[name] ?? "text", this.texts(name)) : null);
  }

  /** As the server does: an answer counts only while its own entry is asked. */
  asked() {
    const own = new Set(this.entries.map((entry) => entry.name));
    let found = new Set(this.entries.filter((entry) => !entry.when).map((entry) => entry.name));
    for (let round = 0; round < Math.min(12, this.entries.length + 1); round += 1) {
      const value = this.value(found);
      const after = new Set();
      for (const { name, when } of this.entries) {
        if (!when || holds(when, value, own)) after.add(name);
      }
      const same = after.size === found.size && [...after].every((name) => found.has(name));
      found = after;
      if (same) break;
    }
    return found;
  }

  /** What is wrong with the files, before they are sent. */
  async look(files) {
    const name = files.closest("[data-entry]").dataset.entry;
    const tokens = this.texts(name);
    const place = files.querySelector(".form-findings") ?? files.appendChild(document.createElement("ul"));
    place.className = "form-findings plain";
    place.setAttribute("role", "status");
    if (!tokens.length) return place.replaceChildren();
    const body = new URLSearchParams({ material: files.dataset.material, accept: files.dataset.accept });
    for (const token of tokens) body.append("token", token);
    const answer = await fetch("/services/forms/precheck", {
      method: "POST",
      body,
      headers: { "X-CSRFToken": csrf(), Accept: "application/json" },
    }).catch(() => null);
    if (!answer?.ok) return;
    const said = await answer.json();
    place.replaceChildren(...said.findings.map((one) => this.finding(one)));
  }

  finding(one) {
    const row = document.createElement("li");
    row.className = one.grave ? "error" : "form-warning";
    row.textContent = one.words;
    return row;
  }
}

if (!customElements.get("cdos-form")) customElements.define("cdos-form", CdosForm);
