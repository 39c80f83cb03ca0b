"""Every code that an error can have, with one sentence each. A code is stable; its sentence may get better.

An error's `type` is `/docs#` and its code, and `/docs` has a row for each of these.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CODES"]

CODES: Mapping[str, str] = {
    # The text
    "empty": "There is nothing to read.",
    "syntax": "The text is not a formula or program in any notation that is read; `span` is where reading stopped.",
    "character": "A character stands in the text that no formula can hold.",
    "nested": "The text is nested too deeply.",
    "no-formula": "The text only sets values: there is nothing to compute.",
    "no-computation": "The text says something about its names, but computes nothing.",
    "number": "A number is too large for a float64, or is not written as a number.",
    "not-in-language": "Python has this, but the language here does not.",
    "no-source": "Python has no source of the function that was given.",
    "unreadable-function": "The function that was given has parameters without names of their own.",
    # Names and calls
    "unknown-function": "No function of this name is known.",
    "unknown-method": "The value has no method or attribute of this name.",
    "unknown-setting": "The function has no setting of this name.",
    "unknown-key": "The dictionary has no such key.",
    "arguments": "The function takes other arguments.",
    "not-literal": "A setting must be known from the text alone.",
    "not-whole": "A whole number is needed here.",
    "not-a-value": "What stands here is no number or array.",
    "not-a-list": "A list is needed here.",
    "ambiguous-condition": "The condition is an array, so it is neither true nor false.",
    "unpack": "The number of names does not fit the number of values.",
    "index": "There is no entry at this place.",
    "index-out-of-range": "An index that is data lies outside the axis.",
    "bad-index": "An index that is data is not a whole number.",
    "class": "There is no class of this number among the scores.",
    "loop": "The loop is not one that can be followed.",
    "framework-error": "The run of a model of another framework stopped.",
    "assertion": "An assertion of the program does not hold.",
    "raised": "The program raises an exception.",
    "derivative": "A derivative of one's own does not fit its function.",
    "unknown-optimizer": "There is no optimizer of this name.",
    "unknown-schedule": "There is no schedule of this name.",
    "bad-rule": "The update rule cannot be used.",
    "missing-setting": "A rule or schedule uses a name that nothing gives a value.",
    "bad-setting": "A setting of the training is not a number in its range.",
    "bad-batch": "The data cannot be cut into minibatches.",
    "unknown-parameter": "The output depends on no leaf of this name.",
    "not-a-parameter": "No gradient comes back to this leaf.",
    "no-parameter": "The output depends on no named leaf.",
    "no-update-lines": "The program's own update lines cannot be used as the optimizer.",
    "guard": "The program goes another way now, and a moved value stands in its text.",
    "not-kept": "The run did not keep this update.",
    "in-the-text": "A parameter's value stands in the program, where a trace leaves it.",
    "unknown-name": "The graph has no leaf of this name.",
    # Shapes and values
    "shape": "The shapes of the operands do not fit.",
    "ragged": "The rows of an array differ in length.",
    "missing-values": "Names have no value; `detail` lists them. `defaults` gives them one.",
    "bad-value": "A value is not a finite number or an array of them.",
    "bad-direction": "A direction has not the shape of its variable.",
    "bad-upstream": "The upstream gradient has not the shape of the output.",
    "unknown-output": "The program computes nothing under the name that is asked for.",
    "unknown-view": "There is no view of this name.",
    "unknown-id": "The trace has no node or edge with this id.",
    "unknown-language": "Code is not written in this language.",
    "bad-document": "The text is not a trace that can be read back.",
    "bad-blank": "A blank of an exercise is asked for, or answered, in a way that is none.",
    "nothing-to-ask": "The graph has no number of the kinds that an exercise asks for.",
    # Pictures
    "unknown-format": "There is no picture format of this name.",
    "bad-option": "A setting of the picture has a value that it cannot have.",
    "bad-step": "The trace has no such step, or the step of a difference quotient is none.",
    "bad-range": "The range of the curves cannot be drawn.",
    "missing-extra": "A library that draws this format is not installed.",
    "frontend-missing": "The front end has not been built.",
    # The request
    "bad-json": "The body or a parameter is not JSON.",
    "bad-encoding": "The query is not UTF-8.",
    "bad-packing": "The parameter `z` cannot be unpacked.",
    "missing-field": "A field that the request needs is missing.",
    "unknown-field": "The request has no field of this name.",
    "bad-field": "A field has the wrong type, or is given twice.",
    "limit": "A limit was passed; `detail` says its name and its number.",
    "timeout": "The body took too long to arrive.",
    "not-found": "There is nothing at this address.",
    "method-not-allowed": "The address does not answer to this method.",
    "http": "The request is not one that HTTP allows here.",
    "not-ours": "The address to embed is none of this service.",
    "no-such-format": "oEmbed comes as JSON or XML.",
    # Live sessions
    "no-session": "No live session has this code: it has ended, or the code is another one.",
    "wrong-key": "The key that came with the request does not drive this session.",
    "no-hub": "The service runs in several processes that have no hub in common, so no session can be followed.",
    "hub-lost": "The store that live sessions are kept in does not answer; the same request may be sent again.",
    # The service
    "busy": "More work is waiting than can be done at once; `Retry-After` says when to come back.",
    "worker-lost": "The process that worked on the request has ended; the same request may be sent again.",
    "not-ready": "The service is starting, stopping or full.",
    "internal": "The service made a mistake; it was not the request's fault.",
}
