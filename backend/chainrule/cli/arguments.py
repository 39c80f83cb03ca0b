"""Arguments of the commands. Their work is in the modules beside this one, imported when it is to be done."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from .. import __version__
from ..codegen import LANGUAGES
from ..export import command as picture
from ..request import FLOWS, GRAPHS, STEP_WORDS
from ..sentences import LANGUAGES as SPOKEN
from . import direction_options, exercises, serve_options, training
from .report import print_refusal

__all__ = ["add_formula", "commands_of", "formatless", "options_of", "parsed", "parser"]

EPILOG = (
    "Exit status: 0, all is well; 1, the formula or its values are wrong; 2, wrong use; "
    "3, this machine refuses (a file, a port, a missing library); 130, Ctrl+C."
)


class WrongUse(Exception):
    """The words are no command; `sentence` says why, and where the options are listed."""

    def __init__(self, command_name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.command_name = command_name
        self.sentence = sentence


class CommandParser(argparse.ArgumentParser):
    """Say in one sentence what is wrong, and where the options are listed."""

    def error(self, message: str) -> NoReturn:
        name = self.prog.removeprefix("chainrule").strip()
        raise WrongUse(name, f"{message.removeprefix('argument ')}; `{self.prog} --help` tells the options")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets `command`, the function that does its work."""
    command_parser = CommandParser(prog="chainrule", description="See how gradients flow.", epilog=EPILOG)
    command_parser.add_argument("-V", "--version", action="version", version=f"chainrule {__version__}")
    commands = command_parser.add_subparsers(dest="command_name", required=True, metavar="COMMAND")

    serve_options.add_options(commands.add_parser("serve", help="the playground and the API on this machine"))

    trace = commands.add_parser("trace", help="values and gradients of a formula")
    add_formula(trace)
    trace.add_argument("--json", action="store_true", help="the whole trace, as the API answers it")
    trace.add_argument(
        "--words", choices=STEP_WORDS, default="full", help="templates: each sentence and formula once (default: full)"
    )
    trace.set_defaults(command=_trace)

    model = commands.add_parser("import", help="a model in an ONNX file as a program, with what its layers cost")
    model.add_argument("file", metavar="FILE", help="model.onnx")
    model.add_argument("--costs", action="store_true", help="the table of its layers in place of the program")
    model.add_argument("--json", action="store_true", help="source and values, as a trace is asked for")
    model.add_argument("--picture", metavar="OUT", help="write its picture, by the name's ending: .svg, .html, .png")
    model.set_defaults(command=_import)

    render = commands.add_parser(
        "render", help="a formula's graph as a picture, a film, slides or one HTML file; a lesson as a deck"
    )
    add_formula(render)
    picture.add_options(render)
    render.add_argument("--json", action="store_true", help="say in JSON what was written; errors too")
    render.set_defaults(command=_render)

    train = commands.add_parser("train", help="move the parameters of a formula along their gradients")
    add_formula(train)
    training.add_options(train)
    train.set_defaults(command=training.train)

    code = commands.add_parser("code", help="a formula as NumPy, PyTorch or LaTeX, with its backward pass")
    add_formula(code)
    code.add_argument("--language", choices=tuple(LANGUAGES), default="numpy")
    code.add_argument("--json", action="store_true", help="the program with the steps of its lines, as the API answers")
    code.set_defaults(command=_code)

    check = commands.add_parser("check", help="every gradient beside its difference quotient")
    add_formula(check)
    direction_options.add_check(check)

    hessian = commands.add_parser(
        "hessian", help="second derivatives with their eigenvalues; with --direction, their product with it"
    )
    add_formula(hessian)
    direction_options.add_hessian(hessian)

    costs = commands.add_parser("costs", help="what derivatives cost: the Jacobian, passes, multiply-adds, checkpoints")
    add_formula(costs)
    direction_options.add_costs(costs)

    exercise = commands.add_parser("exercise", help="a graph with numbers left out: Moodle, QTI, SCORM, a worksheet")
    add_formula(exercise)
    exercises.add_options(exercise)
    exercise.set_defaults(command=exercises.exercise)

    lessons = commands.add_parser("lessons", help="the lessons that there are, or the file of one")
    lessons.add_argument("id", nargs="?", metavar="ID", help="print this one's file, to begin one's own with")
    lessons.add_argument("--json", action="store_true", help="as the API answers")
    _add_language(lessons)
    lessons.set_defaults(command=_lessons, names=_lesson_names)

    mcp = commands.add_parser("mcp", help="the engine for programs that speak the Model Context Protocol, over pipes")
    mcp.set_defaults(command=_mcp)

    ops = commands.add_parser("ops", help="every op and function of the language")
    ops.add_argument("--json", action="store_true", help="as the API answers")
    _add_language(ops)
    ops.set_defaults(command=_ops)

    examples = commands.add_parser("examples", help="the worked examples, as commands")
    examples.add_argument("name", nargs="?", metavar="NAME", help="this one only")
    examples.add_argument("--json", action="store_true", help="as the API answers")
    _add_language(examples)
    examples.set_defaults(command=_examples, names=_example_names)

    completion = commands.add_parser("completion", help="a script that completes these commands in a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    completion.set_defaults(command=_completion)
    return command_parser


def add_formula(command: argparse.ArgumentParser) -> None:
    """Add the formula, its values and how it is drawn: the fields of a `TraceRequest`."""
    command.add_argument("source", metavar="SOURCE", help="the formula, or a file (net.py); - reads standard input")
    command.add_argument(
        "--set", dest="values", metavar="NAME=VALUE", action="append", default=[], help="x=-2, or W='[[1,2],[3,4]]'"
    )
    command.add_argument(
        "--values",
        dest="files",
        metavar="FILE",
        action="append",
        default=[],
        help="names and values: .json, .npz or .csv; - reads standard input",
    )
    command.add_argument("--defaults", action="store_true", help="give names without a value a default")
    command.add_argument("--output", metavar="NAME", help="the name whose gradients are wanted (default: the last)")
    command.add_argument("--upstream", metavar="VALUE", help="dL/d(output) (default: ones)")
    command.add_argument("--view", choices=("gates", "functions", "units"), default="gates")
    command.add_argument(
        "--round", type=int, default=1, metavar="N", help="which round of a loop that is drawn for one (default: 1)"
    )
    command.add_argument("--flow", choices=FLOWS, default="right", help="where the wires lead (default: right)")
    command.add_argument("--aspect", type=float, metavar="W/H", help="of a window: a longer graph is drawn in rows")
    command.add_argument(
        "--graph", choices=GRAPHS, default="forward", help="the program, or its backward pass as a graph"
    )
    command.add_argument(
        "--direction",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="forward mode: how this variable moves (hessian: times it)",
    )
    command.add_argument("--shapes-only", action="store_true", help="shapes and costs without numbers, for any size")
    command.add_argument(
        "--shape", dest="shapes", metavar="NAME=SIZES", action="append", default=[], help="x=1,3,224,224 (shapes only)"
    )
    _add_language(command)


def _add_language(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=SPOKEN, default="en", help="of sentences, pictures and errors (default: en)")


def commands_of(argument_parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands by name."""
    (commands,) = (action for action in argument_parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(commands.choices)


def options_of(command: argparse.ArgumentParser) -> dict[str, bool]:
    """Return the options of a command, and whether each takes a value."""
    return {name: action.nargs != 0 for action in command._actions for name in action.option_strings}


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """Return the arguments of one command. Raises SystemExit, after a sentence on standard error."""
    argument_parser = parser()
    try:
        args, rest = argument_parser.parse_known_args(settled(words, argument_parser))
        if rest:
            commands_of(argument_parser)[args.command_name].error(f"unrecognized arguments: {' '.join(rest)}")
    except WrongUse as error:
        # There are no arguments that would say it: the word itself does, in full or shortened as argparse takes it.
        as_json = any(len(word) > 3 and "--json".startswith(word) for word in words)
        raise SystemExit(print_refusal(error.command_name, error.sentence, 2, as_json=as_json)) from None
    return args


def settled(words: Sequence[str], argument_parser: argparse.ArgumentParser) -> list[str]:
    """Return the words with a formula such as `-x*y`, which argparse would read as options, kept a formula.

    What begins with - and is no option of the command is the formula; so is whatever follows --. A blank in front
    says so to argparse, and is taken off again.
    """
    command = commands_of(argument_parser).get(words[0]) if words else None
    if command is None or not any(action.dest == "source" for action in command._actions):
        return list(words)
    options = options_of(command)
    result, has_command, at = [words[0]], False, 1
    while at < len(words):
        word = words[at]
        name, equals, _ = word.partition("=")
        if word == "--" and at + 1 < len(words) and not has_command:
            result.append(f" {words[at + 1]}")
            has_command, at = True, at + 2
            continue
        option = name if name in options else _shortened(name, options)
        if option is not None:
            takes = 2 if options[option] and not equals else 1
            result += words[at : at + takes]
            at += takes
            continue
        formula = word.startswith("-") and word not in ("-", "--") and not has_command and not word.startswith("--")
        result.append(f" {word}" if formula else word)
        has_command = has_command or formula or not word.startswith("-") or word == "-"
        at += 1
    return result


def _shortened(name: str, options: dict[str, bool]) -> str | None:
    """Return the option that argparse takes an abbreviation for."""
    matches = [option for option in options if name.startswith("--") and len(name) > 2 and option.startswith(name)]
    return matches[0] if len(matches) == 1 else None


def formatless(args: argparse.Namespace) -> str | None:
    """Return what to say where neither the file's name nor `--format` says a format; None: one does."""
    file: str | None = getattr(args, "file", None)
    if file is None or not hasattr(args, "format") or args.format is not None or Path(file).suffix:
        return None
    what, such = "standard output" if file == "-" else file, "json" if args.command_name == "exercise" else "svg"
    return f"say what to write to {what}, such as --format {such}"


def _trace(args: argparse.Namespace) -> int:
    from .commands import trace

    return trace(args)


def _import(args: argparse.Namespace) -> int:
    from .importing import import_model

    return import_model(args)


def _render(args: argparse.Namespace) -> int:
    from .commands import render

    return render(args)


def _code(args: argparse.Namespace) -> int:
    from .commands import code

    return code(args)


def _lessons(args: argparse.Namespace) -> int:
    from .lessons import lessons

    return lessons(args)


def _mcp(_: argparse.Namespace) -> int:
    try:
        from ..mcp import create_server
    except ImportError:
        return print_refusal("mcp", "this needs a library that is not installed: pip install 'chainrule[mcp]'")
    create_server().run("stdio")
    return 0


def _ops(args: argparse.Namespace) -> int:
    from .tables import ops

    return ops(args)


def _examples(args: argparse.Namespace) -> int:
    from .tables import examples

    return examples(args)


def _example_names() -> list[str]:
    from ..examples import EXAMPLES

    return [example.name for example in EXAMPLES]


def _lesson_names() -> list[str]:
    from ..lessons import LessonCollection

    return [lesson.id for lesson in LessonCollection().table().lessons]


def _completion(args: argparse.Namespace) -> int:
    from .completion import SCRIPTS

    print(SCRIPTS[args.shell](parser()), end="")
    return 0
