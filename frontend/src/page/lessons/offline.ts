/** A lesson is fetched whole when it is opened, so that the service worker has all its scenes when there is no network. */

import {fetchExercise, fetchPicture, fetchTrace} from "../../shared/api";
import type {Lesson, Scene} from "../../shared/contract";
import type {ExerciseFields, TraceRequest} from "../../shared/request";
import {placeIn, requestFrom, traceOf} from "../predict/exercise";
import {sourceOf} from "./choices";
import {pictureRoom} from "./picture";

const REST = 300; // ms between two scenes: what the user does comes first
const MOST_OPTIONS = 6; // of a list whose choices are all fetched

type Store = Readonly<{
  /** Fetches a lesson, in the background, where a service worker keeps what is fetched. */
  keep(lesson: Lesson): void;
}>;

/** Blanks that a scene asks for: without a seed, and to the digits of every exercise. */
export const fieldsOf = ({ask}: Scene): ExerciseFields => ({
  ask,
  seed: 0,
  count: null,
  digits: null,
  significant: null,
});

export function createLessonStore(): Store {
  let current: Lesson | null = null;
  // The worker that a first visit installs is there a moment later than its page.
  navigator.serviceWorker?.addEventListener("controllerchange", () => current !== null && void fetchAll(current));

  async function fetchAll(lesson: Lesson): Promise<void> {
    for (const scene of lesson.scenes) {
      if (current !== lesson || !navigator.onLine) return;
      await fetchScene(scene);
      await new Promise((resolve) => setTimeout(resolve, REST));
    }
  }

  return {
    keep(lesson) {
      const isNew = current !== lesson;
      current = lesson;
      if (isNew && (navigator.serviceWorker?.controller ?? null) !== null) void fetchAll(lesson);
    },
  };
}

async function fetchScene(scene: Scene): Promise<void> {
  const request = requestFrom(scene.request as Partial<TraceRequest>);
  const sceneRequest = scene.ask.length > 0 ? await fetchBlanks(request, scene) : request;
  await fetchTrace(sceneRequest);
  if (scene.picture !== null) await fetchPicture(sceneRequest, scene.picture, scene.choose, pictureRoom());
  for (const source of otherSources(scene)) {
    await fetchTrace({...sceneRequest, source});
    if (scene.picture !== null)
      await fetchPicture({...sceneRequest, source}, scene.picture, scene.choose, pictureRoom());
  }
}

/** Fetches a scene's exercise, and its picture after each answer; returns the question of that picture. */
async function fetchBlanks(request: TraceRequest, scene: Scene): Promise<TraceRequest> {
  const fields = fieldsOf(scene);
  const answer = await fetchExercise(request, fields);
  if (!answer.ok) return request;
  const values = {...request.values, ...(traceOf(answer.value).values as TraceRequest["values"])};
  const places = answer.value.blanks.map(placeIn);
  for (let at = 0; at < places.length; at++)
    await fetchExercise({...request, values}, {...fields, ask: places.slice(at)});
  return {...request, values};
}

/** The programs that one click on a scene's buttons makes. */
function otherSources({choose}: Scene): readonly string[] {
  const first = (choose?.lists ?? []).map(({options}) => options[0]?.label ?? "");
  return (choose?.lists ?? []).flatMap(({options}, list) =>
    options.length > MOST_OPTIONS || choose === null
      ? []
      : options.slice(1).map(({label}) =>
          sourceOf(
            choose,
            first.map((each, at) => (at === list ? label : each)),
          ),
        ),
  );
}
