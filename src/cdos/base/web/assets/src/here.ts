/** Writes the address of a point into the field with this id, unless somebody typed another one; answers what is there. */
export interface Here { address: string; inside: boolean }

export async function nameIt(field: string, lon: number, lat: number): Promise<Here | null> {
  const input = document.getElementById(field) as HTMLInputElement | null;
  if (!input || (input.value && input.value !== input.dataset["fromMap"])) return null;
  const answer = await fetch(`/map/here?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`).catch(() => null);
  const here = answer?.ok ? ((await answer.json()) as Here) : null;
  if (!here) return null;
  input.value = input.dataset["fromMap"] = here.address;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return here;
}
