"""Statements and blocks in braces, written with Python's indentation."""

from __future__ import annotations

from collections.abc import Sequence

from ..mapped import Mapped, SourcePlaces
from ..notation.tokens import NAME, STRING, Token
from .brace_tokens import LINE
from .declarations import with_plain_declarations
from .formulas import Formulas
from .languages import BraceLanguage

__all__ = ["BraceProgram"]

_HEAD = 12  # tokens of `main(int argc, char **argv) {`
_TIGHT = frozenset({"(", "[", ".", ")", "]", ",", "**"})


class BraceProgram(Formulas):
    """Goes through the tokens statement by statement."""

    def __init__(self, tokens: Sequence[Token], language: BraceLanguage, places: SourcePlaces) -> None:
        self.tokens = with_plain_declarations(tokens, language) if language.name == "c" else list(tokens)
        self.at = 0
        super().__init__(language, places)
        self.depth = 0
        self.started = False
        self.empty = [False]
        self.functions: list[int] = []  # depths of the bodies of functions
        self.around: list[int] = []  # depths of braces that are no block of Python: of main, and of its class
        self.classes: list[int] = []  # depths of the bodies of classes
        self.single: list[int] = []  # depths at which a block without braces ends after one statement

    def run(self) -> Mapped:
        """Return the program in Python."""
        while self.at < len(self.tokens):
            self._statement()
        while self.depth:
            self._close(self.tokens[-1])
        return self.writer.text()

    # Tokens

    def _text(self, offset: int = 0) -> str:
        return self.tokens[self.at + offset].text if self.at + offset < len(self.tokens) else ""

    def _until(self, *stops: str) -> list[Token]:
        """Return the tokens up to one of `stops` outside of brackets, which is passed, too."""
        depth, result = 0, list[Token]()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if depth == 0 and (token.text in stops or token.kind == LINE):
                if token.text not in ("}", "{"):
                    self.at += 1
                break
            depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
            if token.text == "{" and depth == 0 and "{" in stops:
                break
            result.append(token)
            self.at += 1
        return result

    def _bracketed(self) -> list[Token]:
        """Return the tokens inside the bracket that starts here."""
        opened = self.tokens[self.at]
        depth, result = 0, list[Token]()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
            if depth == 0:
                return result[1:]
            result.append(token)
        raise self.error(f"`{opened.text}` is never closed.", opened)

    # Blocks

    def _line(self, token: Token) -> None:
        if self.started:
            self.writer.put("\n", token.start, token.start)
        self.writer.put("    " * self.depth, token.start, token.start)
        self.started = True
        self.empty[-1] = False

    def _open(self, token: Token) -> None:
        """Behind the head of a block: with braces up to `}`, without them for one statement."""
        self.writer.put(":", token.end, token.end)
        while self.at < len(self.tokens) and self.tokens[self.at].kind == LINE:
            self.at += 1
        self.depth += 1
        if self.depth > 40:
            raise self.error("The blocks are nested too deep.", token)
        self.empty.append(True)
        if self._text() == "{":
            self.at += 1
        else:
            self.single.append(self.depth)
            self._statement()

    def _close(self, token: Token) -> None:
        if self.empty[-1]:
            self._line(token)
            self.writer.put("pass", token.start, token.end)
        self.empty.pop()
        self.functions = [depth for depth in self.functions if depth < self.depth]
        self.classes = [depth for depth in self.classes if depth < self.depth]
        self.depth -= 1

    def _statement(self) -> None:
        token = self.tokens[self.at]
        depth = self.depth
        if token.kind == LINE or token.text in (";", ","):
            self.at += 1
            return
        if token.text == "}":
            self.at += 1
            if self.around and self.around[-1] == self.depth:
                self.around.pop()
            elif self.depth:
                self._close(token)
            return
        if token.text == "{":
            raise self.error("A block stands here without a head.", token)
        self._worded(token)
        if self.single and self.single[-1] == depth and self.depth == depth:
            self.single.pop()
            self._close(self.tokens[min(self.at, len(self.tokens) - 1)])

    def _worded(self, token: Token) -> None:
        word = token.text
        if self._is_around():
            return
        if word == "class" and self._text(2) == "{":
            self._class(token)
            return
        if self.classes and self.classes[-1] == self.depth and self._text(1) == "(":
            self._method(token)
            return
        if word in ("class", "struct", "switch", "try", "do", "import", "namespace", "template", "repeat"):
            raise self.error(f"`{word}` of {self._language()} is not read.", token)
        if word in ("if", "while") and self._text(1) == "(":
            self._headed(token, word)
        elif word == "else":
            self.at += 1
            if self._text() == "if":
                self.at += 1
                self._headed(token, "elif", at=False)
            else:
                self._line(token)
                self.writer.put("else", token.start, token.end)
                self._open(token)
        elif word == "for":
            self._loop(token)
        elif word in ("return", "break", "continue"):
            self.at += 1
            self._line(token)
            self.writer.put(word, token.start, token.end)
            value = self._until(";", "}")
            if value:
                self.writer.put(" ", token.end, token.end)
                self.expression(value)
        elif word == "function" or self._is_typed_function():
            self._function()
        else:
            self._plain(token)

    def _is_around(self) -> bool:
        """Pass `int main() {` and `public class Main {` around it, whose lines are the program; a `return 0` there."""
        types = 0
        while self._text(types) in self.language.types:
            types += 1
        if self.around and self.around[-1] == self.depth and self._text() == "return":
            self._until(";", "}")
            return True
        head = self._text(types)
        if head not in ("class", "main"):
            return False
        behind = [token.text for token in self.tokens[self.at + types : self.at + types + _HEAD]]
        if head == "class" and behind[2:3] == ["{"] and any(token.text == "main" for token in self.tokens):
            opened = 2
        elif behind[:2] == ["main", "("] and ")" in behind and behind[behind.index(")") + 1 :][:1] == ["{"]:
            opened = behind.index(")") + 1
        else:
            return False
        self.at += types + opened + 1
        self.around.append(self.depth)
        return True

    def _class(self, token: Token) -> None:
        """class Neuron { constructor(w) { this.w = w; } forward(x) { ... } } of JavaScript."""
        name = self.tokens[self.at + 1]
        self.at += 2
        self._line(token)
        self.writer.put("class ", token.start, token.end)
        self.writer.put(name.text, name.start, name.end)
        self._open(name)
        self.classes.append(self.depth)

    def _method(self, token: Token) -> None:
        self.at += 1
        parameters = self._parameters(self._bracketed())
        self._line(token)
        name = "__init__" if token.text == "constructor" else token.text
        self.writer.put(f"def {name}(self{', ' * bool(parameters)}{parameters})", token.start, token.end)
        self._open(token)
        self.functions.append(self.depth)

    def _language(self) -> str:
        return "R" if self.language.name == "r" else "C and JavaScript"

    def _headed(self, token: Token, word: str, *, at: bool = True) -> None:
        self.at += at
        condition = self._bracketed()
        self._line(token)
        self.writer.put(f"{word} ", token.start, token.end)
        self.expression(condition)
        self._open(token)

    def _loop(self, token: Token) -> None:
        """for (let i = 0; i < n; i++) and for (i in 1:n)."""
        self.at += 1
        inside = [part for part in self._bracketed() if part.text not in self.language.types]
        texts = [part.text for part in inside]
        self._line(token)
        if "in" in texts or "of" in texts:
            at = texts.index("in") if "in" in texts else texts.index("of")
            name, over = inside[0], inside[at + 1 :]
            self.writer.put(f"for {name.text} in ", token.start, name.end)
            self._range(over)
        elif texts.count(";") == 2 and len(inside) > 6 and texts[1] == "=":
            first, second = (i for i, text in enumerate(texts) if text == ";")
            name, low, test = inside[0], inside[2:first], inside[first + 1 : second]
            if test[1].text not in ("<", "<=") or texts[second + 1 :] not in ([texts[0], "++"], ["++", texts[0]]):
                raise self.error("This loop is not read: it does not count up by one.", token)
            self.writer.put(f"for {name.text} in range(", token.start, name.end)
            self.expression(low)
            self.writer.put(", ", low[-1].end, test[0].start)
            self.expression(test[2:])
            self.writer.put(" + 1)" if test[1].text == "<=" else ")", test[-1].end - 1, test[-1].end)
        else:
            raise self.error("This loop is not read.", token)
        self._open(token)

    def _range(self, over: list[Token]) -> None:
        """1:n of R."""
        at = next((i for i, token in enumerate(over) if token.text == ":"), None)
        if at is None:
            self.expression(over)
            return
        start, end = over[0].start, over[-1].end
        self.writer.put("range(", start, start + 1)
        self.expression(over[:at])
        self.writer.put(", ", over[at].start, over[at].end)
        self.expression(over[at + 1 :])
        self.writer.put(" + 1)", end - 1, end)

    def _is_typed_function(self) -> bool:
        """double f(double x) {, static double f(double x) {"""
        types = 0
        while self._text(types) in self.language.types:
            types += 1
        if not types or self._text(types + 1) != "(":
            return False
        at = self.at + types + 1
        depth = 0
        while at < len(self.tokens):
            depth += (self.tokens[at].text == "(") - (self.tokens[at].text == ")")
            at += 1
            if depth == 0:
                break
        return at < len(self.tokens) and self.tokens[at].text == "{"

    def _function(self) -> None:
        """function f(x, y) {...}, double f(double x) {...}"""
        token = self.tokens[self.at]
        self.at += 1
        while self._text() in self.language.types:
            self.at += 1
        if self.tokens[self.at].kind != NAME:
            raise self.error("A function without a name stands here.", token)
        name = self.tokens[self.at]
        self.at += 1
        self._defined(token, name)

    def _defined(self, token: Token, name: Token) -> None:
        parameters = self._parameters(self._bracketed())
        self._line(token)
        self.writer.put("def ", token.start, token.end)
        self.writer.put(name.text, name.start, name.end)
        self.writer.put(f"({parameters})", name.end, name.end + 1)
        if self._text() == "=>":
            self.at += 1
        following = next((i for i in range(self.at, len(self.tokens)) if self.tokens[i].kind != LINE), self.at)
        if self.tokens[following : following + 1] and self.tokens[following].text == "{":
            self.at = following  # R's brace may stand on a line of its own
        if self._text() == "{":
            self._open(name)
            self.functions.append(self.depth)
        else:
            self._returned(name)

    def _returned(self, name: Token) -> None:
        self.writer.put(": return ", name.end, name.end)
        self.expression(self._until(";", "}"))

    def _parameters(self, inside: list[Token]) -> str:
        words = [token for token in inside if token.text not in self.language.types]
        return ", ".join(token.text for token in words if token.kind == NAME)

    # Plain statements

    def _plain(self, token: Token) -> None:
        first = self.at
        while self.at < len(self.tokens) - 1 and self._text() in self.language.types:
            self.at += 1
        name = self.tokens[self.at]
        if self.at > first and name.kind == NAME and self._text(1) in (";", ","):
            while self.at < len(self.tokens) and self.tokens[self.at].kind == NAME and self._text(1) in (";", ","):
                self.at += 2  # int i, j; gives them no value
                if self.tokens[self.at - 1].text == ";":
                    break
            return
        if name.kind == NAME and name.text in self.language.ignored:
            self._ignored(self._until(";", "}"))
            return
        if name.kind == NAME and self._text(1) == "=" and self._is_function(2):
            self.at += 2
            self.at += self._text() == "function"
            if self._text() == "(":
                self._defined(token, name)
            else:  # x => x*x
                parameter = self.tokens[self.at]
                self.at += 2
                self._line(token)
                self.writer.put("def ", token.start, token.end)
                self.writer.put(f"{name.text}({parameter.text})", name.start, parameter.end)
                if self._text() == "{":
                    self._open(name)
                else:
                    self._returned(name)
            return
        result = self._until(";", "}", ",")
        if not result:
            self.at += 1
            return
        self._line(result[0])
        texts = [part.text for part in result]
        if texts[1:] in (["++"], ["--"]):
            self.writer.put(f"{texts[0]} {texts[1][0]}= 1", result[0].start, result[-1].end)
            return
        if self._is_last(texts):
            self.writer.put("return ", result[0].start, result[0].start)
        self.expression(result)

    def _ignored(self, tokens: list[Token]) -> None:
        """printf("%f", sigmoid(z)) shows what it computes; a name or words alone say nothing new."""
        inside = tokens[2:-1] if len(tokens) > 3 and tokens[1].text == "(" and tokens[-1].text == ")" else []
        commas = [i for i, token in enumerate(inside) if token.text == ","]
        last = inside[commas[-1] + 1 :] if commas else inside
        called = len(last) > 3 and last[0].kind == NAME and last[1].text == "(" and last[-1].text == ")"
        if self.language.name == "c" and called and not any(token.kind == STRING for token in last):
            self._line(last[0])
            self.expression(last)

    def _is_last(self, texts: list[str]) -> bool:
        """Return whether R returns the value of this expression: it stands last in the body of a function."""
        if self.language.name != "r" or self.depth not in self.functions or {"<-", "=", "<<-"} & set(texts):
            return False
        following = next((token for token in self.tokens[self.at :] if token.kind != LINE), None)
        return following is not None and following.text == "}"

    def _is_function(self, offset: int) -> bool:
        """Return whether a function is assigned: function(x), (x, y) => ..., x => ..."""
        if self._text(offset) == "function" or self._text(offset + 1) == "=>":
            return True
        at, depth = self.at + offset, 0
        if self._text(offset) != "(":
            return False
        while at < len(self.tokens):
            depth += (self.tokens[at].text == "(") - (self.tokens[at].text == ")")
            at += 1
            if depth == 0:
                break
        return at < len(self.tokens) and self.tokens[at].text == "=>"
