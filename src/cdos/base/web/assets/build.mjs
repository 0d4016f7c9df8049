// Bundles scripts and styles into ../static/built with hashed names, and writes manifest.json (logical -> hashed).
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sprite } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "built");
const fresh = `${out}.new`;
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const manifest = {};

async function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  await writeFile(join(fresh, hashed), content);
  manifest[name] = hashed;
  return hashed;
}

// MapLibre 6 starts its worker from a module of its own.
const worker = await put("map-worker.mjs", await readFile(join(here, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs")));
const icons = await put("icons.svg", sprite());
for (const name of await readdir(join(here, "public"))) await put(name, await readFile(join(here, "public", name)));

const common = { bundle: true, minify: true, legalComments: "none", metafile: true, absWorkingDir: here, target: ["es2022", "safari16"] };
const styles = await build({ ...common, entryPoints: { cdos: "css/index.css", map: "css/map.css" }, outdir: fresh, entryNames: "[name]-[hash]" });
note(styles.metafile);
const scripts = await build({
  ...common,
  entryPoints: { core: "src/core.ts" },
  format: "esm",
  splitting: true,
  outdir: fresh,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  define: { MAP_WORKER: JSON.stringify(worker), MAP_CSS: JSON.stringify(manifest["map.css"]), ICONS: JSON.stringify(icons) },
});
note(scripts.metafile);

function note(meta) {
  for (const [path, info] of Object.entries(meta.outputs)) {
    if (info.entryPoint) manifest[basename(path).replace(/-[A-Z0-9]{8}(\.\w+)$/, "$1")] = basename(path);
  }
}
await writeFile(join(fresh, "manifest.json"), JSON.stringify(manifest, null, 1));
await cp(join(here, "LICENSES.txt"), join(fresh, "LICENSES.txt")).catch(() => {});
await rm(out, { recursive: true, force: true });
await rename(fresh, out);
