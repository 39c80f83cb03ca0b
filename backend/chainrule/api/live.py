"""The routes of live sessions: one page drives, others follow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from ..errors import ChainruleError
from ..exercises import ExerciseRequest
from ..limits import Limits
from ..live import Hub, MemoryHub, Move, NoSession, WrongKey
from ..request import TraceRequest
from .bodies import read_body
from .errors import RequestError
from .event_stream import EventStream, leave_with_client
from .handler_job import Job
from .live_documents import (
    AFTER,
    BLANK,
    EVENTS,
    MOST_CHARACTERS,
    MOST_VERSIONS,
    PRESENTER,
    Code,
    HandoverWordRequest,
    LiveAnswer,
    LiveStateRequest,
)
from .openapi import PROBLEM, body_of, ref
from .request import json_object, parse_query
from .service import Service, client_of

__all__ = ["NoHub", "hub_from", "router"]

POLL_SECONDS = 20.0  # longest wait of a GET for a newer state
_UNSTORED = {"Cache-Control": "no-store"}


class NoHub(ChainruleError):
    """409: a live session is asked of a service whose processes share no hub."""

    title = "There are no live sessions here"

    def __init__(self) -> None:
        detail = "This service runs in several processes, and a live session needs all its screens in one."
        hint = "Start it with one worker: `--workers 1`, or all processes with one `--hub redis://HOST`."
        super().__init__("no-hub", detail, hint=hint, status=409)


def hub_from(environment: Mapping[str, str], limits: Limits) -> Hub | None:
    """The hub of a process, None where several processes have none in common. Raises: ImportError, ValueError."""
    if url := environment.get("CHAINRULE_HUB"):
        from ..live.redis_hub import RedisHub  # of the extra `redis`

        return RedisHub(url, limits)
    workers = environment.get("CHAINRULE_WORKERS") or environment.get("WEB_CONCURRENCY") or "1"
    return MemoryHub(limits) if workers == "1" else None


NO_CONTENT: dict[int | str, Any] = {204: {"description": "There is nothing to say"}}


def answers(model: str, *also: int, marked: str | None = None) -> dict[int | str, Any]:
    """Return the answers of a route in OpenAPI.

    Args:
        also: statuses of refusals beside those that every route of a session has.
        marked: another model that the answer may have.
    """
    schema = ref(model) if marked is None else {"anyOf": [ref(model), ref(marked)]}
    good = {"description": "The answer", "content": {"application/json": {"schema": schema}}}
    return {200: good, **refusals(*also)}


def refusals(*also: int) -> dict[int | str, Any]:
    return dict.fromkeys((400, 404, 408, 409, 413, 414, 422, 429, 503, *also), PROBLEM)


def router(shared: Hub | None, service: Service) -> APIRouter:
    """Return the routes of live sessions; without a hub they answer that there is none."""
    limits = service.limits
    routes = APIRouter()

    def hub() -> Hub:
        if shared is None:
            raise NoHub
        return shared

    async def driven(code: str, request: Request) -> Hub:
        """The hub, for the presenter alone."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise WrongKey
        await hub().check(code, key.strip())
        return hub()

    @routes.post(
        "/api/v1/live",
        operation_id="live",
        summary="A new live session",
        responses=answers("Session"),
    )
    async def post_live(request: Request) -> Response:
        """A new session: its code for everybody, its key for the presenter."""
        session = await hub().create(client_of(request))
        return JSONResponse({"code": session.code, "key": session.key}, headers=_UNSTORED)

    @routes.put(
        "/api/v1/live/{code}",
        operation_id="live_move",
        summary="Move all screens",
        responses=answers("LiveVersion", 401),
        openapi_extra={**PRESENTER, **body_of(LiveStateRequest)},
    )
    async def put_live(request: Request, code: Code) -> Response:
        """Move all screens. The answer has the newest version: if it is another one, this one came too late."""
        driver = await driven(code, request)
        fields = json_object(await read_body(request, limits))
        _only(fields, "version", "state")
        version, state = fields["version"], fields["state"]
        if not isinstance(version, int) or isinstance(version, bool) or not 0 < version <= MOST_VERSIONS:
            raise RequestError("bad-field", "`version` is not a whole number from 1 on.")
        if not isinstance(state, dict):
            raise RequestError("bad-field", "`state` is not an object.")
        return JSONResponse({"version": await driver.move(code, Move.of(version, state))}, headers=_UNSTORED)

    @routes.post(
        "/api/v1/live/{code}/handover",
        operation_id="live_handover",
        summary="A word for the next presenter",
        responses=answers("HandoverWord", 401),
        openapi_extra=PRESENTER,
    )
    async def post_handover(request: Request, code: Code) -> Response:
        """A word that makes another screen the presenter, once, within five minutes."""
        word = await (await driven(code, request)).hand_over(code)
        return JSONResponse({"word": word}, headers=_UNSTORED)

    @routes.post(
        "/api/v1/live/{code}/driver",
        operation_id="live_driver",
        summary="Take over with the word",
        responses=answers("PresenterKey", 401),
        openapi_extra=body_of(HandoverWordRequest),
    )
    async def post_driver(request: Request, code: Code) -> Response:
        """The key for whoever says the word. From now on the old key moves nobody."""
        fields = json_object(await read_body(request, limits))
        _only(fields, "word")
        word = fields["word"]
        if not isinstance(word, str) or not 0 < len(word) <= MOST_CHARACTERS:
            raise RequestError("bad-field", f"`word` is not a text of 1 to {MOST_CHARACTERS} characters.")
        key = await hub().take_over(code, word.strip().upper())
        return JSONResponse({"key": key}, headers=_UNSTORED)

    @routes.delete(
        "/api/v1/live/{code}",
        operation_id="live_end",
        summary="End a live session",
        status_code=204,
        responses={**refusals(401), **NO_CONTENT},
        openapi_extra=PRESENTER,
    )
    async def delete_live(request: Request, code: Code) -> Response:
        """End the session; nothing of it is kept."""
        await (await driven(code, request)).end(code)
        return Response(status_code=204, headers=_UNSTORED)

    @routes.get(
        "/api/v1/live/{code}",
        operation_id="live_state",
        summary="The newest state of a live session",
        responses={**answers("LiveState"), **NO_CONTENT},
        openapi_extra={"parameters": [AFTER]},
    )
    async def get_live(request: Request, code: Code) -> Response:
        """The newest state; with `after`, once there is one that is newer, or 204 after a while."""
        fields = parse_query(request.scope["query_string"])
        if "after" not in fields:
            return _state(await hub().last(code))
        after = fields["after"]
        if not (after.isascii() and after.isdigit() and len(after) < 17):
            raise RequestError("bad-field", "`after` is not a version.")
        with await hub().follow(code, int(after)) as follower:
            listening = asyncio.create_task(leave_with_client(request.receive, follower))
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        move = await follower.next()
                    if move is not None:
                        return _state(move)
                    if not follower.has_ended:
                        raise NoSession
            finally:
                listening.cancel()
        return Response(status_code=204, headers=_UNSTORED)

    @routes.get(
        "/api/v1/live/{code}/events",
        operation_id="live_events",
        summary="All states of a live session, as they come",
        responses={**refusals(), 200: EVENTS},
    )
    async def get_events(request: Request, code: Code) -> Response:
        """Each state as a server-sent event, the last one first."""
        return EventStream(await hub().follow(code))

    @routes.post(
        "/api/v1/live/{code}/answers",
        operation_id="live_answer",
        summary="Answer what the hall is asked",
        responses=answers("AnswerReceipt"),
        openapi_extra=body_of(LiveAnswer),
    )
    async def post_answers(request: Request, code: Code) -> Response:
        """Count an answer. A token's first answer to a blank stays."""
        fields = json_object(await read_body(request, limits))
        _only(fields, "token", "blank", "answer")
        for name, value in fields.items():
            if not isinstance(value, str) or not 0 < len(value) <= MOST_CHARACTERS:
                raise RequestError("bad-field", f"`{name}` is not a text of 1 to {MOST_CHARACTERS} characters.")
        counted = await hub().answer(code, fields["blank"], fields["token"], fields["answer"])
        return JSONResponse({"counted": counted}, headers=_UNSTORED)

    @routes.get(
        "/api/v1/live/{code}/answers",
        operation_id="live_answers",
        summary="The answers of the hall",
        responses=answers("UnmarkedAnswers", 401, marked="Tally"),
        openapi_extra={**PRESENTER, "parameters": [BLANK]},
    )
    async def get_answers(request: Request, code: Code) -> Response:
        """The answers to a blank, counted and marked, for the presenter. Shown to all, they stand in the state.

        They are marked by the exercise of the state's `prediction`, where that asks for this blank.
        """
        driver = await driven(code, request)
        blank = parse_query(request.scope["query_string"]).get("blank", "")
        if not blank:
            raise RequestError("missing-field", "`blank` is missing.", hint="Ask for `answers?blank=b3`.")
        values = await driver.histogram(code, blank)
        body = (await driver.last(code)).body
        job = await service.read(body, lambda body: _marking(body, blank, values, limits))
        if job is None:
            counted = {"answered": sum(n for _, n in values), "values": values, "mistakes": {}}
            return JSONResponse(counted, headers=_UNSTORED)
        return Response((await service.respond(request, job)).body, media_type="application/json", headers=_UNSTORED)

    return routes


def _marking(body: bytes, blank: str, values: list[tuple[str, int]], limits: Limits) -> Job | None:
    """Return the job that marks the answers; None without such a blank. Raises: RequestError, InputError."""
    prediction = (json.loads(body)["state"] or {}).get("prediction")
    if not isinstance(prediction, dict) or prediction.get("blank") != blank:
        return None
    exercise, id = prediction.get("exercise"), prediction.get("id")
    if not isinstance(exercise, dict) or not isinstance(id, str):
        return None
    fields = dict(exercise)
    targets = ExerciseRequest.pop_from(fields)
    return Job.of("tally", TraceRequest.from_fields(fields, limits), targets, id, tuple(values))


def _state(move: Move) -> Response:
    return Response(move.body, media_type="application/json", headers=_UNSTORED)


def _only(fields: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if name not in fields:
            raise RequestError("missing-field", f"`{name}` is missing.")
    for name in fields:
        if name not in names:
            raise RequestError("unknown-field", f"The request has no field `{name[:60]}`.")
