"""`model.fit(x, y, epochs=10)` of a compiled Keras model, written out as the loop that it is."""

from __future__ import annotations

import ast

__all__ = ["fits_as_loops"]

_LOSSES = ("loss", "training_loss", "loss_of_fit")  # the first that the program does not use itself
_WEIGHTS = ("sample_weight", "class_weight")


def fits_as_loops(statements: list[ast.stmt]) -> list[ast.stmt]:
    """Return the program with `fit` as a loop over `train_on_batch`, for what `compile` is called of."""
    nodes = [node for statement in statements for node in ast.walk(statement)]
    compiled = {
        ast.unparse(node.func.value)
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and node.func.attr == "compile"
        and (len(node.args) > 1 or "loss" in {keyword.arg for keyword in node.keywords})
    }
    if not compiled:
        return statements
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    writer = _FitWriter(compiled, next((name for name in _LOSSES if name not in used), _LOSSES[-1]))
    program: ast.Module = writer.visit(ast.Module([*statements], []))
    return program.body


class _FitWriter(ast.NodeTransformer):
    def __init__(self, models: set[str], loss: str) -> None:
        self.models = models
        self.loss = loss

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        return self._loop(node, node.value, None)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        target = node.targets[0]
        return self._loop(node, node.value, target) if len(node.targets) == 1 else node

    def _loop(self, node: ast.stmt, call: ast.expr, target: ast.expr | None) -> ast.AST | list[ast.stmt]:
        """Return the loop, and behind it the history that `fit` returns where it is given a name."""
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "fit":
            return node
        model = call.func.value
        if ast.unparse(model) not in self.models:
            return node
        names = ("x", "y", "batch_size", "epochs")
        words: dict[str | None, ast.expr] = dict(zip(names, call.args, strict=False))
        words.update((each.arg, each.value) for each in call.keywords)
        if "x" not in words or "y" not in words or len(call.args) > len(names):
            return node  # the data of a generator: `fit` itself refuses it

        def method(name: str, *args: ast.expr, **keywords: ast.expr) -> ast.expr:
            function = ast.Attribute(model, name, ast.Load())
            return ast.Call(function, [*args], [ast.keyword(word, value) for word, value in keywords.items()])

        sizes = {word: words[word] for word in ("batch_size", "validation_split") if word in words}
        data = method("training_data", words["x"], words["y"], **sizes)
        weights = {word: words[word] for word in _WEIGHTS if word in words}
        step = ast.Assign(
            [ast.Name(self.loss, ast.Store())], method("train_on_batch", ast.Starred(data, ast.Load()), **weights)
        )
        rounds = ast.Call(ast.Name("range", ast.Load()), [words.get("epochs", ast.Constant(1))], [])
        result: list[ast.stmt] = [ast.For(ast.Name("_", ast.Store()), rounds, [step], [])]
        if target is not None:
            result.append(ast.Assign([target], method("history_of", ast.Name(self.loss, ast.Load()))))
        return [ast.fix_missing_locations(ast.copy_location(each, node)) for each in result]
