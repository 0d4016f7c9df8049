"""The import contract of a module's door (for import-linter)."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Doors(Contract):
    """One module reaches another only through its public files; tests may look further, to set the stage."""

    containers = fields.ListField(fields.StringField())
    floors = fields.ListField(fields.StringField())  # packages that hold modules and are none themselves
    public = fields.ListField(fields.StringField())
    also_public = fields.ListField(fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(
            f"{importer} imports {inner}"
            for container in self.containers
            for module in graph.find_children(container) - set(self.floors)
            for importer, inner in self._intrusions(graph, module)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _intrusions(self, graph: ImportGraph, module: str) -> set[tuple[str, str]]:
        public = [f"{module}.{name}" for name in self.public] + list(self.also_public or ())
        inner = {
            name
            for name in graph.find_descendants(module)
            if not f"{name}.".startswith(tuple(f"{p}." for p in public))
        }
        found = {
            (importer, name) for name in inner for importer in graph.find_modules_that_directly_import(name)
        }
        return {(importer, name) for importer, name in found if self._is_outside(importer, module)}

    def _is_outside(self, importer: str, module: str) -> bool:
        return not f"{importer}.".startswith(f"{module}.") and ".tests" not in importer

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)
