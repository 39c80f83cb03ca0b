"""Completion for bash, zsh and fish, written from the commands and options that the parser has."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from .arguments import commands_of

__all__ = ["SCRIPTS"]


def _rows(command: argparse.ArgumentParser) -> list[tuple[list[str], str, list[str] | None, bool]]:
    """Return each option: its names, its help, the words it takes if they are known, and whether it takes a value."""
    return [
        (
            list(action.option_strings),
            (action.help or "").replace("%%", "%"),
            [str(choice) for choice in action.choices] if action.choices else None,
            action.nargs != 0,
        )
        for action in command._actions
        if action.option_strings
    ]


def _positionals(command: argparse.ArgumentParser) -> list[str]:
    """Return the words that a command takes without an option, where they are known: choices, or names of a table."""
    actions = [action for action in command._actions if not action.option_strings and action.choices]
    names: Callable[[], list[str]] | None = command.get_default("names")
    return [str(choice) for action in actions for choice in action.choices or ()] + (names() if names else [])


def _bash(parser: argparse.ArgumentParser) -> str:
    commands = commands_of(parser)
    cases, values = [], []
    for name, command in commands.items():
        options = [option for names, *_ in _rows(command) for option in names]
        cases.append(f'    {name}) options="{" ".join(options)}" known="{" ".join(_positionals(command))}" ;;')
        for names, _, choices, _ in _rows(command):
            if choices:
                keys = "|".join(f"{name}:{option}" for option in names)
                values.append(f'    {keys}) COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$current")); return ;;')
    return f"""# chainrule completion bash > ~/.local/share/bash-completion/completions/chainrule
_chainrule() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command="${{COMP_WORDS[1]}}"
  local options known
  COMPREPLY=()
  if [ "$current" = "=" ]; then current="" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  elif [ "$before" = "=" ]; then before="${{COMP_WORDS[COMP_CWORD-2]}}"; fi  # --view=gates is three words here
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{" ".join([*commands, "--version", "--help"])}" -- "$current"))
    return
  fi
  case "$command:$before" in
{chr(10).join(values)}
  esac
  case "$command" in
{chr(10).join(cases)}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) if [ -n "$known" ]; then COMPREPLY=($(compgen -W "$known" -- "$current"))
       else COMPREPLY=($(compgen -f -- "$current")); fi ;;
  esac
}}
complete -o filenames -F _chainrule chainrule
"""


def _quoted(text: str) -> str:
    """Quote a text for the inside of a shell's single quotes."""
    return text.replace("'", "'\\''")


def _zsh(parser: argparse.ArgumentParser) -> str:
    commands = commands_of(parser)
    listed = "\n".join(f"    '{name}:{_quoted(_about(parser, name))}'" for name in commands)
    cases = []
    for name, command in commands.items():
        specs = []
        for names, about, choices, takes in _rows(command):
            words = _quoted(about.replace("[", "\\[").replace("]", "\\]").replace(":", "\\:"))
            value = f":value:({' '.join(choices)})" if choices else ":value:_files" if takes else ""
            # `=` takes both --view gates and --view=gates; of one letter, what follows may also join it: -oFILE.
            joined = {True: "=", False: "+"} if takes else {True: "", False: ""}
            specs += [f"'{option}{joined[option.startswith('--')]}[{words}]{value}'" for option in names]
        positionals = _positionals(command)
        specs.append(f"'*:word:({' '.join(positionals)})'" if positionals else "'*:file:_files'")
        cases.append(f"    {name}) _arguments {' '.join(specs)} ;;")
    return f"""#compdef chainrule
# chainrule completion zsh > "${{fpath[1]}}/_chainrule"
_chainrule() {{
  local -a commands=(
{listed}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
{chr(10).join(cases)}
  esac
}}
_chainrule "$@"
"""


def _fish(parser: argparse.ArgumentParser) -> str:
    lines = [
        "# chainrule completion fish > ~/.config/fish/completions/chainrule.fish",
        "complete -c chainrule -n __fish_use_subcommand -f -s V -l version -d 'the version'",
        "complete -c chainrule -n __fish_use_subcommand -f -s h -l help -d 'the commands'",
    ]
    for name, command in commands_of(parser).items():
        about = _quoted(_about(parser, name))
        lines.append(f"complete -c chainrule -n __fish_use_subcommand -f -a {name} -d '{about}'")
        condition = f"-n '__fish_seen_subcommand_from {name}'"
        if positionals := _positionals(command):
            lines.append(f"complete -c chainrule {condition} -f -a '{' '.join(positionals)}'")
        for names, about, choices, takes in _rows(command):
            flags = " ".join(f"-l {one[2:]}" if one.startswith("--") else f"-s {one[1:]}" for one in names)
            value = f" -x -a '{' '.join(choices)}'" if choices else " -r" if takes else ""
            lines.append(f"complete -c chainrule {condition} {flags}{value} -d '{_quoted(about)}'")
    return "\n".join([*lines, ""])


def _about(parser: argparse.ArgumentParser, name: str) -> str:
    """Return the line of help of a command."""
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return next((row.help or "" for row in commands._choices_actions if row.dest == name), "")


SCRIPTS: dict[str, Callable[[argparse.ArgumentParser], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
