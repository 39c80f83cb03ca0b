/** Actions of a learner in an embedded picture, in the shape of xAPI statements; the page around adds who it was.
 *
 * Asked for with `xapi=1`. Verbs and the activity's type are those of the ADL vocabulary.
 */
import type {News, Statement} from "./protocol";

const VERBS = "http://adlnet.gov/expapi/verbs/";
const ACTIVITY = "http://adlnet.gov/expapi/activities/simulation";
const PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"; // 0 to 100

type Verb = "initialized" | "progressed" | "completed" | "interacted";

type Recorder = (news: News) => Statement | null;

/** A recorder of one visit: `completed` comes once, at the last step; only the first trace is a beginning. */
export function createRecorder(id: string, name: string, now: () => Date = () => new Date()): Recorder {
  let begun = false;
  let completed = false;
  const statement = (verb: Verb, result?: Statement["result"]): Statement => ({
    verb: {id: VERBS + verb, display: {"en-US": verb}},
    object: {objectType: "Activity", id, definition: {type: ACTIVITY, name: {"en-US": name}}},
    ...(result ? {result} : {}),
    timestamp: now().toISOString(),
  });

  return (news) => {
    switch (news.type) {
      case "ready":
        if (begun) return null;
        begun = true;
        return statement("initialized");
      case "stepchange": {
        const progress = news.last === 0 ? 100 : Math.round((news.step / news.last) * 100);
        const done = news.step === news.last && !completed;
        if (done) completed = true;
        const extensions = {[PROGRESS]: progress};
        return done ? statement("completed", {completion: true, extensions}) : statement("progressed", {extensions});
      }
      case "values":
        return statement("interacted", {extensions: {[`${ACTIVITY}/values`]: news.values}});
      default:
        return null;
    }
  };
}
