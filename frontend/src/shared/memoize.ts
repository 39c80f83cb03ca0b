/** Runs a request at first need and keeps its answer; a failure (null or empty) is not kept, so it is tried again. */
export function memoizeSuccess<T>(run: () => Promise<T>, good: (answer: T) => boolean): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= run().then((result) => {
      if (!good(result)) answer = null;
      return result;
    });
    return answer;
  };
}

/** Makes a thing at first need, and only once. */
export function once<T extends object>(make: () => T): () => T {
  let result: T | null = null;
  return () => {
    result ??= make();
    return result;
  };
}
