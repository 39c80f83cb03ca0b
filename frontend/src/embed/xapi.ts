/** Actions of a learner in an embedded picture, in the shape of xAPI statements; the page around adds who it was.
 *
 * Asked for with `xapi=1`. Verbs and the activity's type are those of the ADL vocabulary.
 */
import type {EmbedMessage, Statement} from "./protocol";

const VERBS = "http://adlnet.gov/expapi/verbs/";
const ACTIVITY = "http://adlnet.gov/expapi/activities/simulation";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"; // 0 to 100

type Verb = "initialized" | "progressed" | "completed" | "interacted";

type Recorder = (message: EmbedMessage) => Statement | null;

/** A recorder of one visit: `completed` comes once, at the last step; only the first trace is a beginning. */
export function createRecorder(id: string, name: string, now: () => Date = () => new Date()): Recorder {
  let hasBegun = false;
  let completed = false;
  const statement = (verb: Verb, result?: Statement["result"]): Statement => ({
    verb: {id: VERBS + verb, display: {"en-US": verb}},
    object: {objectType: "Activity", id, definition: {type: ACTIVITY, name: {"en-US": name}}},
    ...(result ? {result} : {}),
    timestamp: now().toISOString(),
  });

  return (message) => {
    switch (message.type) {
      case "ready":
        if (hasBegun) return null;
        hasBegun = true;
        return statement("initialized");
      case "stepchange": {
        const progress = message.last === 0 ? 100 : Math.round((message.step / message.last) * 100);
        const done = message.step === message.last && !completed;
        if (done) completed = true;
        const extensions = {[PROGRESS]: progress};
        return done ? statement("completed", {completion: true, extensions}) : statement("progressed", {extensions});
      }
      case "values":
        return statement("interacted", {extensions: {[`${ACTIVITY}/values`]: message.values}});
      default:
        return null;
    }
  };
}
