// Written by `python3 dev.py types` from openapi.json. Do not edit.

export interface paths {
    "/api/v1/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same, cacheable
         * @description The fields of POST as query parameters.
         */
        get: operations["trace_get"];
        put?: never;
        /**
         * Trace a formula
         * @description Values, gradients, steps, words and geometry of the graph of a formula.
         */
        post: operations["trace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/render.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture
         * @description The fields of a trace and those of `RenderRequest` as query parameters.
         */
        get: operations["render_get"];
        put?: never;
        /**
         * A picture
         * @description The same with a body. `Accept: application/x-ndjson` answers in lines that tell how far the work is.
         */
        post: operations["render"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/array": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One array in full
         * @description The fields of a trace, and `id` and `field` of the array: shape and all entries as nested lists.
         */
        post: operations["array"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same, cacheable
         * @description The fields of POST as query parameters.
         */
        get: operations["code_get"];
        put?: never;
        /**
         * A formula as code
         * @description The fields of a trace and `language`: the program, and which of its lines belong to which step.
         */
        post: operations["code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jacobian": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One Jacobian
         * @description The fields of a trace, and the box and input: the matrix while small, its structure and its weight.
         */
        post: operations["jacobian"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gradcheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Every gradient beside its difference quotient
         * @description The fields of a trace, and the step: analytic, numeric, error, and the error for steps from 1 to 1e-16.
         */
        post: operations["gradcheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hessian": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Second derivatives
         * @description The fields of a trace, and the leaves: the matrix with its structure and its eigenvalues.
         */
        post: operations["hessian"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hvp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The Hessian times a direction
         * @description The fields of a trace, `direction` among them: the product by leaf, for a few passes and without the matrix,
         *     so that there may be any number of variables.
         */
        post: operations["hvp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The cost of derivatives
         * @description The Jacobian of the output, passes and memory of both modes, and what recomputing saved values costs.
         */
        post: operations["costs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layer_costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The cost of each layer
         * @description Parameters, multiply-adds, bytes of activations and of the Jacobian that nobody forms, layer by layer. With
         *     `shapes_only` no number is computed, and sizes are those of real models.
         */
        post: operations["layer_costs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A model's file as a program
         * @description An ONNX file becomes the source and the values that a trace is asked with. Nothing is kept of it.
         */
        post: operations["import_model"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new live session
         * @description A new session: its code for everybody, its key for the presenter.
         */
        post: operations["live"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest state of a live session
         * @description The newest state; with `after`, once there is one that is newer, or 204 after a while.
         */
        get: operations["live_state"];
        /**
         * Move all screens
         * @description Move all screens. The answer has the newest version: if it is another one, this one came too late.
         */
        put: operations["live_move"];
        post?: never;
        /**
         * End a live session
         * @description End the session; nothing of it is kept.
         */
        delete: operations["live_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/{code}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A word for the next presenter
         * @description A word that makes another screen the presenter, once, within five minutes.
         */
        post: operations["live_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/{code}/driver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over with the word
         * @description The key for whoever says the word. From now on the old key moves nobody.
         */
        post: operations["live_driver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/{code}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All states of a live session, as they come
         * @description Each state as a server-sent event, the last one first.
         */
        get: operations["live_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live/{code}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The answers of the hall
         * @description The answers to a blank, counted and marked, for the presenter. Shown to all, they stand in the state.
         *
         *     They are marked by the exercise of the state's `prediction`, where that asks for this blank.
         */
        get: operations["live_answers"];
        put?: never;
        /**
         * Answer what the hall is asked
         * @description Count an answer. A token's first answer to a blank stays.
         */
        post: operations["live_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A short link to the page
         * @description `{"query": "source=x*y&step=3"}` -> `{"path": "l/1/k3v9x2mq", ...}`; 404 where the service keeps no links.
         */
        post: operations["short_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exercise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A trace with numbers left out
         * @description The fields of a trace, and what to leave out. The same request is the same exercise for ever.
         */
        post: operations["exercise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exercise.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An exercise as a file
         * @description The same as query parameters: `ask` is kinds separated by commas, or the JSON text of the list.
         */
        get: operations["exercise_file_get"];
        put?: never;
        /**
         * An exercise as a file
         * @description Make a file for Moodle, QTI, SCORM, paper or a program. It holds its answers: it is for teachers.
         */
        post: operations["exercise_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answers to an exercise, marked
         * @description The request of the exercise again, and the answers: what is right, what follows, and which mistake it is.
         */
        post: operations["grade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/train": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Train
         * @description Move the parameters along their gradients. `Accept: application/x-ndjson` answers line by line: what is
         *     known before the first update, each kept entry, the end. Hanging up stops the run.
         */
        post: operations["train"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/train/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A run as code
         * @description The fields of a run and `language`: the program that does the same updates from the same start.
         */
        post: operations["train_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/surface": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The loss over a line or a plane of parameters
         * @description The loss at the places of a grid through the space of the parameters.
         */
        post: operations["surface"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/field": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Two-dimensional data and the network over its plane
         * @description The points and their classes, and for each class the loss of one example as a scalar tape.
         */
        post: operations["field"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/minibatches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The gradients of minibatches around that of all data
         * @description The gradients of 30 minibatches, their mean, and how their scatter shrinks with their size.
         */
        post: operations["minibatches"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Optimizers and schedules
         * @description Every optimizer with its rule, its settings and its tape, and every schedule, in the words of `lang`.
         */
        get: operations["optimizers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/train/render.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A run as a film or a file
         * @description The fields of a run and those of `RunFileRequest`. `Accept: application/x-ndjson` answers in lines that tell
         *     how far the work is; hanging up stops it.
         */
        post: operations["train_render"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gradcheck.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The check as a file
         * @description The fields of `gradcheck` and the look of a picture: a row for each entry of each leaf.
         */
        post: operations["gradcheck_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hessian.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Second derivatives as a file
         * @description The fields of `hessian` and the look of a picture: the matrix with its names.
         */
        post: operations["hessian_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lessons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All lessons
         * @description List the lessons in the order of their parts, with the table of the conditions that scenes wait for.
         */
        get: operations["lessons"];
        put?: never;
        /**
         * The text of a lesson's file as a lesson
         * @description Read a lesson's file as `/api/v1/lessons/{id}` answers it. Nothing is kept.
         */
        post: operations["own_lesson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lessons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A lesson with its scenes
         * @description Each scene is the request of a trace, one sentence, and what is to be done or predicted.
         */
        get: operations["lesson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lessons/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The picture beside the graph of a scene
         * @description Draw the picture of the state that is sent: the scene's own, or one its user changed. Nothing is kept.
         */
        post: operations["lesson_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lessons/{id}/deck.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A lesson as slides or as a handout
         * @description html: reveal.js slides in one file; pptx: PowerPoint; pdf: a handout with blanks; md: Markdown for Marp.
         */
        get: operations["deck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lessons/deck.{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The text of a lesson's file as slides or as a handout
         * @description Make the deck of a lesson's file that somebody has on his own machine. Nothing is kept.
         */
        post: operations["own_deck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The op table and the functions
         * @description The same answer to everybody; `lang` is the language of its sentences.
         */
        get: operations["ops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/examples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Worked examples
         * @description The same answer to everybody; `lang` is the language of its sentences.
         */
        get: operations["examples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every limit with its number
         * @description The same answer to everybody; `lang` is the language of its sentences.
         */
        get: operations["limits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The process is alive
         * @description Answers at once, whatever the process works on.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The process takes work
         * @description Computes a gradient that is known; 503 while the queue is full or the process stops.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Curves and slopes of the activations
         * @description Each activation at evenly spaced places, with its slope from the backward pass of its graph.
         */
        get: operations["activations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Trace
         * @description A program's graph with its values, gradients, steps, words and geometry.
         */
        Trace: {
            /** @description The text as it was given. */
            source: string;
            /** @description The id of the node whose value is the output. */
            output: string;
            /** @description The value of the output. */
            value: components["schemas"]["Array"];
            /** @description dL/d(each leaf) by name. L is the output, or the scalar behind the upstream gradient that was given. */
            gradients: {
                [key: string]: components["schemas"]["Array"];
            };
            /** @description The last version of each name that the program sets. */
            named: {
                [key: string]: components["schemas"]["Named"];
            };
            /** @description The boxes of the picture, in evaluation order. */
            nodes: components["schemas"]["Node"][];
            /** @description The wires of the picture, grouped by target, in the order of the operands. */
            edges: components["schemas"]["Edge"][];
            /** @description The calls of functions that are drawn, outer before inner. */
            functions: components["schemas"]["Function"][];
            /** @description The moves of the forward and the backward pass, in order. */
            steps: components["schemas"]["Step"][];
            /** @description Width of the picture. */
            width: number;
            /** @description Height of the picture. */
            height: number;
            /**
             * @description View of the functions, as it was asked for.
             * @enum {unknown}
             */
            view: "gates" | "functions" | "units";
            /** @description The value of every leaf that can be given, defaults included. */
            values: {
                [key: string]: components["schemas"]["Array"];
            };
            /** @description Notices on the source: how it was read, what was skipped. */
            notices: components["schemas"]["Notice"][];
            /** @description A verdict on each gradient that the program computes by hand, in the order of the code. */
            hand_gradients: components["schemas"]["HandGradient"][];
            /** @description Library whose conventions the program follows: numpy, torch, jax, latex, ... */
            dialect: string;
            /** @description Other readings of the source. */
            alternatives: components["schemas"]["Alternative"][];
            /** @description The comparisons of numbers that chose the way through the program. */
            guards: components["schemas"]["Guard"][];
            /** @description Places where gradients saturate, vanish, explode or are not finite. */
            health: components["schemas"]["Health"][];
            /** @description The round that is drawn of a loop, where only one is, because it trains or would not fit. */
            loop: components["schemas"]["LoopRound"] | null;
            /** @description The graph in scalars for pages that move values by themselves; null where it would be too long. */
            tape: components["schemas"]["Tape"] | null;
            /** @description Costs of the gates that work on arrays, in the order of `nodes`. */
            gate_costs: components["schemas"]["GateCost"][];
            /**
             * @description The version of this document: it changes when a field is removed or changes its meaning.
             * @default 1
             * @constant
             */
            schema_version: "1";
            /**
             * @description Direction of the wires, as asked for. Between two way-points of a wire that are not level or plumb stands a cubic whose tangents at both are level (right) or plumb (down), with its control points at half the way. In a backward graph the wires of the backward half lead the other way.
             * @default right
             * @enum {unknown}
             */
            flow: "right" | "down";
            /**
             * @description Derivatives that go along with the values, as it was asked for.
             * @default reverse
             * @enum {unknown}
             */
            mode: "reverse" | "forward";
            /**
             * @description d(leaf)/d(direction) of forward mode, for each variable that moves.
             * @default null
             */
            direction: {
                [key: string]: components["schemas"]["Array"];
            } | null;
            /**
             * @description d(output)/d(direction) in forward mode.
             * @default null
             */
            tangent: components["schemas"]["Array"] | null;
            /**
             * @description Graph that is drawn, as asked for. In a backward graph `value`, `gradients` and `named` are the program's; its nodes and edges have the gradients of the sum of all entries of all gradients, for it is differentiated again.
             * @default forward
             * @enum {unknown}
             */
            graph: "forward" | "backward";
            /**
             * @description Values that a backward graph keeps of its forward half.
             * @default null
             */
            saved: components["schemas"]["Saved"] | null;
            /**
             * @description Shape of each free name in a trace of shapes alone; null where numbers are computed.
             * @default null
             */
            shapes_only: {
                [key: string]: number[];
            } | null;
            /**
             * @description Name that words and formulas use for L: the output's name, or a letter for the scalar behind it.
             * @default
             */
            gradient_of: string;
            /** @description Names or letters of the values that go into an activation. The notation δ = −∂L/∂net is for these alone. */
            net_values: string[];
        };
        /**
         * Array
         * @description A number, nested lists of numbers (the nesting is the shape), the summary of a large array, or a shape alone.
         */
        Array: Array;
        /**
         * Number
         * @description A float64; what JSON cannot hold is one of three texts.
         */
        Number: number | ("NaN" | "Infinity" | "-Infinity");
        /**
         * Large
         * @description An array of more than 4,096 entries: shape, summary and corner. `POST /api/v1/array` has all of it.
         */
        Large: {
            /**
             * @description Tells it from an array that is there in full.
             * @constant
             */
            large: true;
            /** @description The length of each axis. */
            shape: number[];
            /** @description The smallest entry. */
            min: components["schemas"]["Number"];
            /** @description The largest entry. */
            max: components["schemas"]["Number"];
            /** @description The mean of all entries. */
            mean: components["schemas"]["Number"];
            /** @description The entries with all indices under 8, as nested lists. */
            corner: components["schemas"]["Array"];
            /** @description At most 10 rows of 14 entries for a heat map: the entry of each part that is farthest from 0. */
            sample: components["schemas"]["Array"];
        };
        /**
         * AbstractArray
         * @description A number or an array that is not computed: only its shape is known.
         */
        AbstractArray: {
            /**
             * @description Tells it from an array that has its entries.
             * @constant
             */
            abstract: true;
            /** @description The length of each axis; [] for a number. */
            shape: number[];
        };
        /**
         * Named
         * @description The last version of a name that the program sets.
         */
        Named: {
            /** @description Its value; a list of arrays has the value of each. */
            value: components["schemas"]["Array"];
            /** @description dL/d(it), in the same shape. */
            gradient: components["schemas"]["Array"];
            /** @description The length of each axis; [] for a number. */
            shape: number[];
        };
        /**
         * Node
         * @description One box of the picture: a leaf, a gate, a closed function, or the output's name at the end.
         */
        Node: {
            /** @description Id by which edges, steps and functions refer to it. Its letters mean nothing. */
            id: string;
            /**
             * @description A leaf has no inputs; a function is a closed call drawn as one gate.
             * @enum {unknown}
             */
            kind: "leaf" | "gate" | "function" | "output";
            /**
             * @description Kind of box, more exactly: a copy or broadcast gate that the source does not write, a call or repeated boxes drawn as one (`collapsed`).
             * @enum {unknown}
             */
            form: "variable" | "literal" | "gate" | "collapsed" | "copy" | "broadcast" | "output";
            /** @description Outline of the box: a fork stands in that of `copy`, the label in all others. */
            outline: ("variable" | "literal" | "gate" | "copy" | "broadcast") | "output";
            /** @description The row of `/api/v1/ops`, `output`, or for a closed function its name. */
            op: ("input" | "literal" | "randn" | "rand" | "add" | "sub" | "mul" | "div" | "pow" | "neg" | "addn" | "abs" | "sqrt" | "root" | "exp" | "exp_finite" | "finite" | "log" | "relu" | "tanh" | "sin" | "cos" | "tan" | "arcsin" | "arccos" | "arctan" | "sinh" | "cosh" | "arcsinh" | "sinc" | "erf" | "log1p" | "expm1" | "log2" | "log10" | "sign" | "hypot" | "xlogy" | "exp2" | "cbrt" | "arccosh" | "arctanh" | "erfc" | "erfinv" | "ndtr" | "lgamma" | "digamma" | "floor" | "ceil" | "trunc" | "round" | "mod" | "fmod" | "floor_divide" | "arctan2" | "maximum" | "minimum" | "clip" | "where_gt" | "where_ge" | "where_lt" | "where_le" | "where_eq" | "where_ne" | "maxn" | "minn" | "gt" | "ge" | "lt" | "le" | "eq" | "ne" | "logical_and" | "logical_or" | "logical_xor" | "logical_not" | "isnan" | "isinf" | "isfinite" | "all" | "any" | "sum" | "mean" | "amax" | "amin" | "prod" | "cumsum" | "matmul" | "inner" | "outer" | "transpose" | "swapaxes" | "reshape" | "expand_dims" | "squeeze" | "flip" | "index" | "concatenate" | "stack" | "tril" | "triu" | "broadcast" | "copy" | "stop" | "own" | "pick" | "gather" | "scatter" | "scatter_add" | "scatter_along" | "scatter_add_along" | "choose" | "one_hot" | "argmax" | "argmin" | "argmaxn" | "argminn" | "sort" | "argsort" | "nth" | "argnth" | "cumprod" | "diff" | "einsum" | "kron" | "cross" | "det" | "logabsdet" | "inv" | "solve" | "cholesky" | "pad" | "tile" | "repeat" | "roll" | "diag" | "diagonal" | "conv" | "conv_transpose" | "conv_kernel" | "max_pool" | "max_places" | "avg_pool" | "avg_spread" | "recorded" | "output") | string;
            /** @description The program's own name of its value, if it has one. */
            name: string | null;
            /** @description Text inside: `×`, `w0`, `+1`, `sigmoid`. */
            label: string;
            /** @description Name in the inspector and for a screen reader: `Multiply gate`. */
            title: string;
            /** @description Effect on the gradient; null for the output's name. */
            pattern: ("leaf" | "distributor" | "swap" | "adder" | "router" | "scale" | "reshape" | "sum" | "broadcast" | "stop" | "recorded") | null;
            /** @description The result of the forward pass. */
            value: components["schemas"]["Array"];
            /** @description dL/d(its value): the sum over all its uses. */
            gradient: components["schemas"]["Array"];
            /** @description The length of each axis of the value; [] for a number. */
            shape: number[];
            /** @description The id of the innermost open function that it is drawn in. */
            function: string | null;
            /** @description The place in the source that it was read from. */
            span: components["schemas"]["Span"] | null;
            /** @description The centre of the box, from the left edge of the picture. */
            x: number;
            /** @description The centre of the box, from the upper edge. */
            y: number;
            /** @description Width in the units of `x`; a number is 13 high. */
            width: number;
            /** @description Height in the units of `y`. */
            height: number;
            /** @description The number of steps that must be done until its value is seen: 0 from the start on; null where it never is. */
            value_step: number | null;
            /** @description The same for its gradient, when the last of its terms is there. */
            gradient_step: number | null;
            /**
             * @description The same of its tangent.
             * @default null
             */
            tangent_step: number | null;
            /** @description Terms that the gradient of a copy gate is the sum of, in order of arrival. */
            terms: components["schemas"]["SumTerm"][];
            /**
             * @description It is a leaf whose value can be given in `values`.
             * @default false
             */
            editable: boolean;
            /**
             * @description Its value is a default that nobody chose.
             * @default false
             */
            default: boolean;
            /**
             * @description Number of equal boxes it stands for; their values stand one above the other.
             * @default 1
             */
            count: number;
            /** @description The ids that those boxes have when they are drawn one by one. */
            members: string[];
            /** @description The names of the values that it stands for, one for each row; empty text for a nameless one. */
            names: string[];
            /** @description Notices on this box: a kink, a tie, the first number that is not finite. */
            notices: components["schemas"]["Notice"][];
            /**
             * @description d(its value)/d(direction) in forward mode.
             * @default null
             */
            tangent: components["schemas"]["Array"] | null;
            /**
             * @description Kind of its value in a backward graph: in the backward half a gradient, or a local gradient on its way to a product.
             * @default value
             * @enum {unknown}
             */
            carries: "value" | "local" | "gradient";
            /**
             * @description Node of the forward half whose gradient this box of the backward half helps to compute.
             * @default null
             */
            backward_of: string | null;
            /**
             * @description Window of a convolution or a pooling gate; null for all others.
             * @default null
             */
            windows: components["schemas"]["Windows"] | null;
        };
        /**
         * Span
         * @description A place in the source: lines from 1, columns from 0 in characters (as Python's `ast`), the end exclusive.
         */
        Span: {
            /** @description The first line, from 1. */
            line: number;
            /** @description The first character in it, from 0. */
            column: number;
            /** @description The last line. */
            end_line: number;
            /** @description The character after the last. */
            end_column: number;
        };
        /**
         * SumTerm
         * @description One term of the sum at a copy gate.
         */
        SumTerm: {
            /** @description The number of steps that must be done until it has arrived. */
            step: number;
            /** @description The edge that it comes back along; the term is that edge's downstream gradient. */
            edge: string;
        };
        /**
         * Notice
         * @description Something to say about a node or the source: a kink, the gate that made the first inf, a skipped line.
         */
        Notice: {
            /** @description Kind of notice. */
            code: string;
            /** @description The sentence. */
            text: string;
            /**
             * @description The place in the source that it is about; null where it is about a node.
             * @default null
             */
            span: components["schemas"]["Span"] | null;
        };
        /**
         * Windows
         * @description Window that a gate slides over the last axes of its first operand, in one number for each of these axes.
         */
        Windows: {
            /**
             * @description Rule by which an entry of the result is made of its window: the sum of products with the second operand, over all channels of the group; the largest entry; the mean.
             * @enum {unknown}
             */
            gives: "products" | "largest" | "mean";
            /** @description Number of entries that a window meets. */
            size: number[];
            /** @description Distance to the next window. */
            stride: number[];
            /** @description Number of entries that are put in front of the first and behind the last. */
            padding: number[];
            /** @description Distance between the entries of a window. */
            dilation: number[];
            /** @description In how many groups the channels fall that have nothing to do with one another. */
            groups: number;
            /** @description True for a transposed convolution: the windows lie over the result, and each entry of the operand is spread over its window. */
            transposed: boolean;
        };
        /**
         * Edge
         * @description One wire: the use of one value by one gate, with the three numbers of the chain rule.
         */
        Edge: {
            /** @description Id by which steps refer to it. Its letters mean nothing. */
            id: string;
            /** @description The node whose value it carries. */
            source: string;
            /** @description The node that uses it. */
            target: string;
            /** @description Operand of the target that it is, from 0. */
            slot: number;
            /** @description The value on the wire, in the shape in which the target uses it. */
            value: components["schemas"]["Array"];
            /** @description dL/d(output of the target). */
            upstream: components["schemas"]["Array"];
            /** @description The program's own name of the value, if it has one. */
            name: string | null;
            /** @description d(output of the target)/d(this input), entry by entry; null for a Jacobian too big to form: see `rule`. */
            local: components["schemas"]["Array"] | null;
            /** @description Rule by which the target multiplies instead, in NumPy's words: `g @ b.T`; null where `local` is there. */
            rule: string | null;
            /** @description dL/d(this input): what the target hands back along this wire. */
            downstream: components["schemas"]["Array"];
            /** @description The length of each axis of `value`; [] for a number. */
            shape: number[];
            /** @description The corners of the drawn line, from the source to the target. */
            path: [
                number,
                number
            ][];
            /** @description The value is written above this point, the gradient below it. It is on the wire, in `flow` down right of it. */
            label: [
                number,
                number
            ];
            /** @description The room of the labels: their width, the height above the point and the height below it. */
            label_size: [
                number,
                number,
                number
            ];
            /** @description The number of steps that must be done until its downstream gradient is seen; null where it never is. A wire into a copy gate has the sum of the terms that have arrived before. */
            gradient_step: number | null;
            /**
             * @description Text on the wire: the name of its value, cut to 14 characters; empty where the box that it comes from, or leads to, says it. A value saved for the backward half has it always.
             * @default
             */
            caption: string;
            /**
             * @description Letter for a value without a name in the formulas of the steps.
             * @default
             */
            letter: string;
            /**
             * @description d(value)/d(direction) in forward mode, in the shape of `value`.
             * @default null
             */
            tangent: components["schemas"]["Array"] | null;
            /**
             * @description Bytes of the value that a wire from the forward half to the backward half of a backward graph keeps.
             * @default null
             */
            saved: number | null;
        };
        /**
         * Function
         * @description A call of a function: a frame round its gates while it is open, one gate while it is closed.
         */
        Function: {
            /** @description Id that `open` and `closed` of a request take. */
            id: string;
            /** @description Name of the function: `sigmoid`, or the program's own. */
            name: string;
            /** @description True if its gates are drawn. */
            open: boolean;
            /** @description The ids of the nodes inside while it is open; the id of its one node while it is closed. */
            nodes: string[];
            /** @description The function that it is called in, if that is open. */
            parent: string | null;
            /** @description It was written out by hand, and recognised as this function. */
            recognised: boolean;
            /** @description The centre of the frame or of the closed gate. */
            x: number;
            /** @description The centre, from the upper edge. */
            y: number;
            /** @description Width of the frame or of the closed gate. */
            width: number;
            /** @description Height of the frame or of the closed gate. */
            height: number;
            /**
             * @description Number of equal calls drawn as this one.
             * @default 1
             */
            count: number;
            /** @description The parts of the frame in further rows, where a row of the picture ends in it; `x`, `y`, `width` and `height` are those of the part in its first row, which has the title. */
            rest: components["schemas"]["FramePart"][];
        };
        /**
         * FramePart
         * @description A part of a frame that is broken into rows with its members.
         */
        FramePart: {
            /** @description The centre. */
            x: number;
            /** @description The centre, from the upper edge. */
            y: number;
            /** @description The whole of it. */
            width: number;
            /** @description The whole of it. */
            height: number;
        };
        /**
         * Step
         * @description One move. `text` and `math` hold the numbers of this trace.
         */
        Step: {
            /** @description Number of the step, from 0: the forward pass, the seed, the backward pass. */
            index: number;
            /**
             * @description Pass of which it is a move; `tangent` in forward mode, where each tangent follows its value.
             * @enum {unknown}
             */
            phase: "forward" | "backward" | "tangent";
            /**
             * @description A gate computes, the output gets its 1, a gate hands its gradient back, a copy adds one more term; in forward mode the variables get the direction, and a gate forms the tangent of its result.
             * @enum {unknown}
             */
            kind: "compute" | "seed" | "backward" | "accumulate" | "direction" | "tangent";
            /** @description The nodes at work. */
            nodes: string[];
            /** @description The edges whose numbers it uses or makes. */
            edges: string[];
            /** @description The move as a sentence, with its numbers. */
            text: string;
            /** @description The move as MathML; each number in it is an `<mn data-n="e3.upstream">`, so that a page can renew it. */
            math: string;
            /** @description `text` with its numbers as places such as `{e3.upstream}`. */
            words: string;
            /** @description Reason: the rule behind what the gate does. */
            why: string;
        };
        /**
         * HandGradient
         * @description A gradient that the pasted code computes by hand (`name` is said to be dL/d`of`), held to the true one.
         */
        HandGradient: {
            /** @description The name in the code: `dW1`. */
            name: string;
            /** @description The name that it is the gradient of: `W1`. */
            of: string;
            /**
             * @description Verdict on its number; undecided where the comparison decides nothing, with the reason in `text`.
             * @enum {unknown}
             */
            verdict: "right" | "wrong" | "undecided";
            /** @description A wrong gradient that it follows from while its own line is right. */
            inherits: string | null;
            /** @description The code of the mistake that makes this very number, where one does. */
            mistake: string | null;
            /** @description The verdict as a sentence. */
            text: string;
            /** @description The line that computes it. */
            span: components["schemas"]["Span"] | null;
            /**
             * @description First entry that differs, if it is wrong; an empty list for a scalar.
             * @default null
             */
            index: number[] | null;
            /**
             * @description The number of the code at that entry.
             * @default null
             */
            yours: components["schemas"]["Number"] | null;
            /**
             * @description The true gradient there.
             * @default null
             */
            true: components["schemas"]["Number"] | null;
        };
        /**
         * Alternative
         * @description Another reading of the source, and the edit that makes it so.
         */
        Alternative: {
            /** @description The other reading, as a sentence. */
            text: string;
            /** @description The edit after which the source has that meaning only. */
            fix: components["schemas"]["TextEdit"];
        };
        /**
         * TextEdit
         * @description One edit of the source that repairs it, or gives it another meaning: what stands at `span` becomes `text`.
         */
        TextEdit: {
            /** @description Text that is replaced; empty where something is put in. */
            span: components["schemas"]["Span"];
            /** @description Text that replaces it. */
            text: string;
        };
        /**
         * Guard
         * @description A comparison that decided which way the program went; at other values it is read again.
         */
        Guard: {
            /** @description The comparison, in the words of the source; "" where a function of a library made it. */
            text: string;
            /** @description True if it held. */
            outcome: boolean;
            /** @description Place of the comparison in the source, or of the call of that function. */
            span: components["schemas"]["Span"] | null;
        };
        /**
         * Health
         * @description A place where a gradient vanishes, explodes or is not finite.
         */
        Health: {
            /**
             * @description A flat part of a function; a relu that passes nothing; the first gate without a finite number; a small or large gradient beside the output's.
             * @enum {unknown}
             */
            kind: "saturated" | "dead" | "nonfinite" | "vanishing" | "exploding";
            /** @description A node; for vanishing and exploding an edge. */
            id: string;
            /** @description Number from 0 to 1. */
            severity: number;
            /** @description The part of the array's entries that are concerned, from 0 to 1. */
            share: number;
            /** @description The finding as a sentence. */
            text: string;
        };
        /**
         * LoopRound
         * @description The round that is drawn of a loop. Names stand for the values that they have when it begins.
         */
        LoopRound: {
            /** @description Counted from 1. */
            round: number;
            /** @description Number of rounds the program runs; null where only running them tells. */
            rounds: number | null;
            /** @description The loop in the source. */
            place: components["schemas"]["Span"] | null;
        };
        /**
         * Tape
         * @description The graph in scalars, for a page that evaluates by itself. Entry i is leaf or op; args stand before their users.
         */
        Tape: {
            /** @description The op that makes each entry; empty for a leaf. */
            ops: string[];
            /** @description The entries that each entry is made of. */
            args: number[][];
            /** @description The value of each leaf's entry; 0 for the others. */
            initial: components["schemas"]["Number"][];
            /** @description The entries of each name, in C order. */
            leaves: {
                [key: string]: number[];
            };
            /** @description The entries of the output. */
            output: number[];
            /** @description dL/d(each entry of the output). */
            upstream: components["schemas"]["Number"][];
            /** @description The entries of each node of the trace, in C order. */
            nodes: {
                [key: string]: number[];
            };
            /** @description Positions of the numbers of each edge of the trace. */
            edges: {
                [key: string]: components["schemas"]["TapeEdge"];
            };
            /** @description Comparisons that must keep their outcome: the sign, the entries of both sides, the outcome. */
            guards: [
                string,
                number[],
                number[],
                boolean
            ][];
        };
        /**
         * TapeEdge
         * @description Positions of the numbers of one edge of the trace on the tape.
         */
        TapeEdge: {
            /** @description The entries of its value. */
            value: number[];
            /** @description The tape's edges whose downstream gradients add up at each entry. */
            down: number[][];
            /** @description The entries whose gradient is the target's upstream gradient. */
            up: number[];
            /** @description The tape's edges that have the local gradient, entry by entry; empty where there is none. */
            local: number[];
        };
        /**
         * GateCost
         * @description Cost of a gate in one forward pass; a closed function has the cost of all gates in it together.
         */
        GateCost: {
            /** @description A node. */
            id: string;
            /** @description Multiplications, each with an addition, of matrix products and convolutions. */
            multiply_adds: number;
            /** @description Bytes of the values that it makes, which the backward pass keeps; merely rearranged values do not count. */
            activation_bytes: number;
            /** @description Bytes of the Jacobians, if they were formed, which nobody does; gates that only move entries, or take each by itself, have none. */
            jacobian_bytes: number;
        };
        /**
         * Saved
         * @description All that the forward pass keeps for the backward pass.
         */
        Saved: {
            /** @description Each of them once, in the order of the wires. */
            values: components["schemas"]["SavedValue"][];
            /** @description Bytes of all of them. */
            bytes: number;
            /** @description Bytes of those that are no leaves: the memory that the backward pass costs. */
            computed_bytes: number;
            /** @description The same as a sentence. */
            text: string;
        };
        /**
         * SavedValue
         * @description One value of the forward pass that the backward pass needs.
         */
        SavedValue: {
            /** @description The wire that carries it to the backward half. */
            edge: string;
            /** @description The node whose value it is. */
            node: string;
            /** @description The program's name of it, or the letter that the formulas have for it. */
            name: string;
            /** @description The length of each axis; [] for a number. */
            shape: number[];
            /** @description 8 for each entry. */
            bytes: number;
            /** @description It is a variable or a number of the program, which is there anyway. */
            leaf: boolean;
        };
        /**
         * CompactTrace
         * @description A trace with what its boxes, wires and steps have in common written once; its other fields are those of a trace.
         */
        CompactTrace: {
            /**
             * @description Tells it from a trace.
             * @constant
             */
            words: "templates";
            /** @description A column for each field of a node: a list of its values; `{"all": value}`; or `{"of": [...], "at": [...]}`, the values there are and which of them each node has. A `span` is `[line, column, end_line, end_column]`. */
            nodes: {
                [key: string]: unknown;
            };
            /** @description The same for edges; a `path` is `[x, y, x, y, ...]`. For `value`, `upstream`, `downstream` and `caption` there is only `{"but": {row: value}}`: the others are the value of the source, the gradient of the target, upstream times local, and the letter. */
            edges: {
                [key: string]: unknown;
            };
            /** @description Values by name; null where they are those of the editable nodes, in the order of the nodes. */
            values: {
                [key: string]: unknown;
            } | null;
            /** @description The same for gradients. */
            gradients: {
                [key: string]: unknown;
            } | null;
            /** @description A column for each field of the findings; empty where there are none. `text` has `forms` with a `$` for each number, and in `rows` the form and the numbers of each. */
            health: {
                [key: string]: unknown;
            };
            /** @description The tape of a trace: its nodes are a column in the order of `nodes`, its edges columns in the order of `edges`, namely `down`, and `but` what differs from the entries of the source (`value`), those of the target (`up`), and those of `down` (`local`). `initial` has `but` what differs from the values of the leaves, and from 0 elsewhere. */
            tape: {
                [key: string]: unknown;
            } | null;
            /** @description Pieces of MathML by the sign that stands for each, after `$`. */
            marks: {
                [key: string]: string;
            };
            /** @description The MathML of names that are no letter, or letter with a number. */
            symbols: {
                [key: string]: string;
            };
            /** @description The forms of steps, with codes. */
            forms: components["schemas"]["StepForm"][];
            /** @description Form, nodes, edges and parts of each step; where a number or note is another one, an object with `text`, `note` or `math`. */
            steps: unknown[][];
        } & {
            [key: string]: unknown;
        };
        /**
         * StepForm
         * @description The fields that all steps of one kind share.
         */
        StepForm: {
            /** @description Phase, as in a step. */
            phase: string;
            /** @description Kind, as in a step. */
            kind: string;
            /** @description The sentence with codes. With places it is a step's `words`, with numbers its `text`. */
            words: string;
            /** @description The formula with codes. */
            math: string;
            /** @description Reason, as in a step. */
            why: string;
        };
        /**
         * RunDocument
         * @description Entry k is the state after `iterations[k]` updates. The first and the last are always there.
         */
        RunDocument: {
            /** @description The leaves that moved. */
            parameters: string[];
            /** @description Every named leaf of the program. */
            leaves: components["schemas"]["LeafRow"][];
            /** @description A name of the table, "update" for a rule that was typed, "program" for the program's own lines. */
            optimizer: string;
            /** @description Rule in the formula language. */
            rule: string;
            /** @description The numbers that the rule used. */
            settings: {
                [key: string]: number;
            };
            /** @description The rule for one number, as a tape; null where it does not go entry by entry. */
            rule_tape: components["schemas"]["RuleTape"] | null;
            /** @description Number of updates that were asked for. */
            of: number;
            /** @description Number of updates done at each entry. */
            iterations: number[];
            /** @description Loss of the whole data, at each entry. */
            loss: components["schemas"]["Number"][];
            /** @description Loss at more updates than the entries, which are among them; null where the entries are all. */
            curve: components["schemas"]["CurveDocument"] | null;
            /** @description Learning rate of the next update; "NaN" where the program's own lines do not say it. */
            learning_rate: components["schemas"]["Number"][];
            /** @description Values by parameter. */
            values: {
                [key: string]: unknown[];
            };
            /** @description Gradients by parameter. */
            gradients: {
                [key: string]: unknown[];
            };
            /** @description States by their name in the rule, then by parameter. */
            state: {
                [key: string]: {
                    [key: string]: unknown[];
                };
            };
            /**
             * @description Way it ended.
             * @enum {unknown}
             */
            ended: "iterations" | "diverged" | "converged" | "budget" | "stopped";
            /** @description Reason why it ended. */
            text: string;
            /** @description Other notices on the run. */
            notices: components["schemas"]["RunNotice"][];
        };
        /**
         * LeafRow
         * @description A named leaf of the program.
         */
        LeafRow: {
            /** @description Its name. */
            name: string;
            /** @description Its shape. */
            shape: number[];
            /** @description True if this run moves it. */
            parameter: boolean;
            /** @description True if a gradient comes back to it, so that it could be a parameter. */
            movable: boolean;
            /** @description A name without a value in the text: a trace at an update takes its value. */
            free: boolean;
            /**
             * @description Number of classes that its rows may be labels of, as `/train/field` has them; null for none and parameters.
             * @default null
             */
            classes: number | null;
        };
        /**
         * RuleTape
         * @description A rule for one number, as a scalar tape.
         */
        RuleTape: {
            /** @description The op that makes each entry; empty for a leaf. */
            ops: string[];
            /** @description The entries that each entry is made of. */
            args: number[][];
            /** @description The value of each leaf's entry; 0 for the others. */
            initial: components["schemas"]["Number"][];
            /** @description The entry of each name: w, g, lr, t, T, the settings and the states, as far as the rule uses them. */
            leaves: {
                [key: string]: number[];
            };
            /** @description The lines of the rule in order; empty where they cannot be told apart. */
            statements: components["schemas"]["RuleStatement"][];
            /** @description The entries that w and each state have after the update. */
            becomes: {
                [key: string]: number;
            };
        };
        /**
         * RuleStatement
         * @description One line of a rule.
         */
        RuleStatement: {
            /** @description Name that it sets. */
            name: string;
            /** @description Value it is set to, in the formula language. */
            text: string;
            /** @description The entry of the tape with its value. */
            entry: number;
        };
        /**
         * CurveDocument
         * @description The loss over the updates.
         */
        CurveDocument: {
            /** @description Number of updates done at each point. */
            iterations: number[];
            /** @description Loss of the whole data there. */
            loss: components["schemas"]["Number"][];
        };
        /**
         * RunNotice
         * @description Something about a run that its user should know.
         */
        RunNotice: {
            /** @description Kind of notice, for programs. */
            code: string;
            /** @description A sentence. */
            text: string;
        };
        /**
         * SurfaceDocument
         * @description The loss at places in the space of the parameters.
         */
        SurfaceDocument: {
            /** @description The parameters, one after the other as in the vectors of the request. */
            parameters: string[];
            /** @description Loss at each place; the first direction runs fastest. */
            loss: components["schemas"]["Number"][];
        };
        /**
         * FieldDocument
         * @description Two-dimensional data with its classes, and the network over its plane.
         */
        FieldDocument: {
            /** @description The leaf that holds the points. */
            points_name: string;
            /** @description The leaf that holds their labels. */
            labels_name: string;
            /** @description Two numbers for each example. */
            points: components["schemas"]["Number"][][];
            /** @description Class of each example. */
            classes: number[];
            /** @description The label of each class, in words. */
            names: string[];
            /** @description The label of each class, as it stands in a row of the labels. */
            labels: components["schemas"]["Number"][][];
            /** @description Tape of each class: the loss of one example with that label, at the point `points_name`. The label of the smallest loss is what the network decides for. The first may have more: `hidden`, the sums of the first layer's units; `layer 0`, `layer 1`, ..., the values of `layers`; `penalty`, the parts of the loss that depend on parameters alone, which add up to what a penalty on the weights costs. */
            tapes: components["schemas"]["ScalarTape"][];
            /** @description True if the first tape has `hidden`: a unit folds where its sum is 0. */
            folds: boolean;
            /** @description Layers whose values the first tape gives, in the order of the program. */
            layers: components["schemas"]["FieldLayer"][];
        };
        /**
         * ScalarTape
         * @description Entries in evaluation order, as in the tape of a trace.
         */
        ScalarTape: {
            /** @description The op that makes each entry; empty for a leaf. */
            ops: string[];
            /** @description The entries that each entry is made of. */
            args: number[][];
            /** @description The value of each leaf's entry; 0 for the others. */
            initial: components["schemas"]["Number"][];
            /** @description The entries of each name, in C order. */
            leaves: {
                [key: string]: number[];
            };
            /** @description The entries of each result, in C order. */
            outputs: {
                [key: string]: number[];
            };
        };
        /**
         * FieldLayer
         * @description A layer of the network over the plane, as another space for the same points.
         */
        FieldLayer: {
            /** @description Its name in the program; empty where it has none. */
            name: string;
            /** @description Number of its values for each example. */
            units: number;
        };
        /**
         * FanDocument
         * @description Gradients of minibatches around the gradient of all data.
         */
        FanDocument: {
            /** @description Number of examples in all. */
            examples: number;
            /** @description Number of examples in a minibatch. */
            batch: number;
            /** @description The length of the gradient of all data. */
            whole: components["schemas"]["Number"];
            /** @description Gradient of each minibatch: along that of all data, and at a right angle where they scatter most. */
            fan: components["schemas"]["Number"][][];
            /** @description Their mean, in the same two directions. */
            mean: components["schemas"]["Number"][];
            /** @description Spreads for several sizes. */
            spreads: components["schemas"]["Spread"][];
        };
        /**
         * Spread
         * @description Distance of the gradients of minibatches of one size from the gradient of all data.
         */
        Spread: {
            /** @description Number of examples in each. */
            batch: number;
            /** @description The root of the mean squared distance. */
            spread: components["schemas"]["Number"];
        };
        /**
         * OptimizerTable
         * @description The optimizers and the schedules of the learning rate.
         */
        OptimizerTable: {
            /** @description Every optimizer. */
            optimizers: components["schemas"]["OptimizerRow"][];
            /** @description Every schedule, but for warm-up, which leads into another. */
            schedules: components["schemas"]["ScheduleRow"][];
        };
        /**
         * OptimizerRow
         * @description An optimizer of the table.
         */
        OptimizerRow: {
            /** @description Name in `optimizer` of a run. */
            name: string;
            /** @description Name in sentences. */
            title: string;
            /** @description Rule in the formula language, without weight decay. */
            rule: string;
            /** @description Its settings with their defaults. */
            settings: {
                [key: string]: number;
            };
            /** @description Names of what it remembers of each parameter. */
            states: string[];
            /** @description Numbers that differ from PyTorch's at the first update, and why; empty where none do. */
            differs: string;
            /** @description The class of torch.optim that gives the same numbers, with settings by name; empty where there is none. */
            torch: string;
            /** @description Further settings, 0 by default: another number leads to this row. */
            variants: {
                [key: string]: string;
            };
            /** @description Further settings, true by default: false leads to this row. */
            switches: {
                [key: string]: string;
            };
            /** @description The rule with its default settings, for one number. */
            tape: components["schemas"]["RuleTape"] | null;
        };
        /**
         * ScheduleRow
         * @description A schedule of the table.
         */
        ScheduleRow: {
            /** @description Name in `kind` of a schedule. */
            name: string;
            /** @description Name in sentences. */
            title: string;
            /** @description Formula of the learning rate, of lr, t, T and its settings. */
            formula: string;
            /** @description Its settings with their defaults; null: it must be given. */
            settings: {
                [key: string]: number | null;
            };
        };
        /**
         * Problem
         * @description Every error: RFC 9457 with a stable code, the place in the source and what to do.
         */
        Problem: {
            /** @description Address of the explanation: `/docs#` and the code. */
            type: string;
            /** @description The kind of mistake. */
            title: string;
            /** @description The HTTP status, again. */
            status: number;
            /** @description The mistake, as a sentence. It may get better with any version. */
            detail: string;
            /**
             * @description The mistake, for programs.
             * @enum {string}
             */
            code: "empty" | "syntax" | "character" | "nested" | "no-formula" | "no-computation" | "number" | "not-in-language" | "no-source" | "unreadable-function" | "unknown-function" | "unknown-method" | "unknown-setting" | "unknown-key" | "arguments" | "not-literal" | "not-whole" | "not-a-value" | "not-a-list" | "ambiguous-condition" | "unpack" | "index" | "index-out-of-range" | "bad-index" | "class" | "loop" | "framework-error" | "recorded" | "assertion" | "raised" | "derivative" | "unknown-optimizer" | "unknown-schedule" | "bad-rule" | "missing-setting" | "bad-setting" | "bad-batch" | "bad-surface" | "no-field" | "unknown-parameter" | "not-a-parameter" | "no-parameter" | "no-update-lines" | "guard" | "not-kept" | "in-the-text" | "no-offline-run" | "no-run-code" | "unknown-name" | "shape" | "ragged" | "no-round" | "missing-values" | "shapes-only" | "bad-file" | "bad-value" | "bad-shape" | "bad-direction" | "no-second-derivative" | "bad-upstream" | "unknown-output" | "unknown-view" | "unknown-id" | "no-such-number" | "unknown-language" | "bad-document" | "bad-blank" | "too-few-variants" | "not-in-this-file" | "nothing-to-ask" | "bad-lesson" | "bad-picture" | "unknown-lesson" | "unknown-format" | "bad-option" | "bad-fault" | "bad-step" | "bad-range" | "missing-extra" | "frontend-missing" | "bad-json" | "bad-encoding" | "bad-packing" | "missing-field" | "unknown-field" | "bad-field" | "limit" | "timeout" | "not-found" | "method-not-allowed" | "http" | "not-ours" | "no-such-format" | "wrong-use" | "not-here" | "no-link" | "no-short-links" | "no-session" | "wrong-key" | "wrong-word" | "no-hub" | "hub-lost" | "busy" | "worker-lost" | "not-ready" | "internal";
            /** @description The place in the source, if it is one. */
            span: components["schemas"]["Span"] | null;
            /** @description Advice on what to do. */
            hint: string | null;
            /** @description One edit that repairs the source, if there is one. */
            fix: components["schemas"]["TextEdit"] | null;
            /** @description The line of the source that `span` is in, and below it carets under the place. */
            caret: string | null;
            /** @description The shapes of two operands that do not fit, if that is what is wrong. */
            shapes: components["schemas"]["MismatchedShapes"] | null;
            /** @description True if the same request with `shapes_only` can help: the limit passed is one of numbers, not of shapes. */
            shapes_only: boolean;
        };
        /**
         * MismatchedShapes
         * @description Two operands whose shapes do not fit.
         */
        MismatchedShapes: {
            /** @description The gate, as it is written. */
            op: string;
            /** @description The shape of the first operand. */
            left: number[];
            /** @description The shape of the second operand. */
            right: number[];
            /** @description The axis of each that disagrees; null where no single pair of axes is at fault. */
            axes: [
                number,
                number
            ] | null;
        };
        /**
         * FullArray
         * @description All entries of one array: nested lists, or a number.
         */
        FullArray: {
            /** @description Id of the node or edge, as it was asked for. */
            id: string;
            /** @description Name of the array of that node or edge, as it was asked for. */
            field: string;
            /** @description The length of each axis; [] for a number. */
            shape: number[];
            /** @description All entries as nested lists; a number where the shape is []. */
            entries: components["schemas"]["Array"];
        };
        /**
         * Jacobian
         * @description `matrix[i][j]` is d(output entry i)/d(input entry j), entries in C order; null where a side is over 64.
         */
        Jacobian: {
            /** @description The node that the edge enters. */
            of: string;
            /** @description Input of the node, from 0. */
            slot: number;
            /** @description The edge of that input. */
            edge: string;
            /** @description The node that the input comes from. */
            source: string;
            /** @description The shape of what leaves the node. */
            output_shape: number[];
            /** @description The shape of what the edge brings. */
            input_shape: number[];
            /** @description Number of entries that leave the node. */
            rows: number;
            /** @description Number of entries that the edge brings. */
            columns: number;
            /** @description The Jacobian, row by row; null where a side is over 64. */
            matrix: components["schemas"]["Number"][][] | null;
            /** @description Kind of matrix that it is; null where it was not formed. */
            structure: ("zero" | "identity" | "diagonal" | "permutation" | "block" | "dense") | null;
            /** @description Number of parts that have nothing to do with one another; null where it was not formed. */
            blocks: number | null;
            /** @description Bytes of the whole matrix, 8 a number. */
            bytes: number;
            /** @description Bytes that the gate used in its place: of the arrays that enter, leave and come back. */
            used: number;
            /** @description Bytes of the matrix for y = x @ w with N = 64, D = M = 4096 in 32-bit numbers. */
            large: number;
            /** @description Rule by which the gate multiplies instead, in NumPy's words. */
            rule: string | null;
            /** @description Reason why the matrix is never formed, as a sentence. */
            text: string;
        };
        /**
         * GradientChecks
         * @description One check for each leaf that the output depends on.
         */
        GradientChecks: {
            /** @description The step of the difference quotients. */
            h: number;
            /**
             * @description Central or forward differences.
             * @enum {unknown}
             */
            kind: "central" | "forward";
            /** @description One row for each leaf. */
            checks: components["schemas"]["CheckedGradient"][];
            /** @description The forward passes of one numerical gradient; the analytic one takes one forward and one backward pass. */
            numeric_passes: number;
            /** @description The cost of the numerical gradient as a sentence. */
            text: string;
            /**
             * @description Result for a backward pass that was broken on purpose.
             * @default null
             */
            fault: components["schemas"]["BrokenGate"] | null;
            /**
             * @description The time that each way took; null: not asked for.
             * @default null
             */
            seconds: components["schemas"]["CheckSeconds"] | null;
            /** @description Derivatives that the program gives to functions of its own, each held to the true one. */
            derivatives: components["schemas"]["Notice"][];
            /** @description Gradients that the program computes by hand, as in a trace. */
            hand_gradients: components["schemas"]["HandGradient"][];
        };
        /**
         * CheckedGradient
         * @description The gradient of one leaf, by the backward pass and by a difference quotient of the forward pass.
         */
        CheckedGradient: {
            /** @description Name of the leaf. */
            name: string;
            /** @description The gradient of the backward pass, in the leaf's shape. */
            analytic: components["schemas"]["Array"];
            /** @description The difference quotient of each entry. */
            numeric: components["schemas"]["Array"];
            /** @description The largest |analytic - numeric| / max(|analytic|, |numeric|) of its entries. */
            error: components["schemas"]["Number"];
            /** @description The pair of h and error for h = 1, 0.1, ... 1e-16. */
            by_h: components["schemas"]["Number"][][];
            /** @description The entries where a difference quotient says nothing. */
            kinks: components["schemas"]["Kinked"][];
            /** @description True: the two agree as far as a difference quotient can tell: where both are nearly 0 no digits do. */
            agrees: boolean;
            /**
             * @description Result for the entry of which most is to be said. `kink`, `jump`, `lost` (in rounding) and `infinite` (the output nearby): there is nothing to compare. `expected`: h explains the difference. `zero`: both are 0.
             * @enum {unknown}
             */
            verdict: "kink" | "jump" | "equal" | "agree" | "expected" | "zero" | "lost" | "infinite" | "differ";
            /** @description The comparison as a sentence. */
            text: string;
        };
        /**
         * Kinked
         * @description An entry where the slopes to either side differ.
         */
        Kinked: {
            /** @description Index of the entry; empty for a number. */
            index: number[];
            /** @description The slope below it. */
            below: number;
            /** @description The slope above it. */
            above: number;
        };
        /**
         * BrokenGate
         * @description A gate that hands back a wrong gradient on purpose, and the place where the check notices first.
         */
        BrokenGate: {
            /** @description The box with the fault, of the view that was asked for. */
            node: string;
            /**
             * @description A dropped sign, a forgotten local gradient, or a sum at a copy gate that keeps only its last term.
             * @enum {unknown}
             */
            kind: "sign" | "local" | "sum";
            /** @description The first box of that view, going backwards, whose gradients are not those of their difference quotients; null: all agree. */
            first_wrong: string | null;
            /** @description The result of the check as a sentence. */
            text: string;
        };
        /**
         * CheckSeconds
         * @description Measured on the server, on this graph.
         */
        CheckSeconds: {
            /** @description One gradient by difference quotients. */
            numeric: number;
            /** @description One backward pass. */
            analytic: number;
            /** @description The two as a sentence. */
            text: string;
        };
        /**
         * Hessian
         * @description Second derivatives of L over the entries of the chosen leaves, in order.
         */
        Hessian: {
            /** @description Names of the rows and columns: `w`, `W[0, 1]`. */
            names: string[];
            /** @description The matrix, row by row. */
            hessian: components["schemas"]["Number"][][];
            /**
             * @description Kind of matrix that it is.
             * @enum {unknown}
             */
            structure: "zero" | "identity" | "diagonal" | "permutation" | "block" | "dense";
            /** @description Eigenvalues in ascending order; empty where the matrix holds inf or NaN. */
            eigenvalues: number[];
            /** @description 2 / the largest eigenvalue: on the parabola that fits here, a larger learning rate diverges; null where none is positive. */
            largest_step: number | null;
            /** @description Curvature of the output, as a sentence. */
            text: string;
        };
        /**
         * HessianProduct
         * @description The Hessian of L times a direction, without the matrix: d(gradient)/d(direction) of each leaf.
         */
        HessianProduct: {
            /** @description By name, in the leaf's shape: how its gradient changes along the direction. */
            product: {
                [key: string]: components["schemas"]["Array"];
            };
        };
        /**
         * Costs
         * @description Costs of the derivatives of a program, by forward and by reverse mode.
         */
        Costs: {
            /** @description The entries of the output; empty where the Jacobian is not given. */
            rows: string[];
            /** @description The entries of the variables; empty where the Jacobian is not given. */
            columns: string[];
            /** @description d(row)/d(column); null where it has more than 1,024 entries. */
            jacobian: components["schemas"]["Number"][][] | null;
            /** @description Row by row. */
            reverse: components["schemas"]["ModeCosts"];
            /** @description Column by column. */
            forward: components["schemas"]["ModeCosts"];
            /** @description Trade of memory for work: the saved values that are kept, and the cost of recomputing the others. */
            checkpoint: components["schemas"]["Checkpoint"];
            /** @description The mode that costs less here, as a sentence. */
            text: string;
        };
        /**
         * ModeCosts
         * @description The whole Jacobian by one mode.
         */
        ModeCosts: {
            /** @description Reverse: one for each entry of the output. Forward: one for each entry of the variables. */
            passes: number;
            /** @description Multiply-adds of all these passes; the evaluation that both modes need is not counted. */
            multiply_adds: number;
            /** @description Reverse: the computed values saved for the backward pass. Forward: the most values and tangents there at once. */
            numbers_kept: number;
        };
        /**
         * Checkpoint
         * @description Keep some of the saved values, compute the others again when they are needed.
         */
        Checkpoint: {
            /** @description Every saved value. */
            rows: components["schemas"]["CheckpointRow"][];
            /** @description Bytes of the computed values that are still kept. */
            kept_bytes: number;
            /** @description Bytes of the values that are recomputed. */
            freed_bytes: number;
            /** @description The gates to run again. */
            gates: number;
            /** @description Their multiply-adds. */
            multiply_adds: number;
            /** @description Those of one evaluation of the program, to compare with. */
            evaluation_multiply_adds: number;
            /** @description The trade as a sentence. */
            text: string;
        };
        /**
         * CheckpointRow
         * @description One value that is saved for the backward pass.
         */
        CheckpointRow: {
            /** @description Its node in the backward graph. */
            node: string;
            /** @description The program's name of it, or the letter that the formulas have for it. */
            name: string;
            /** @description Bytes that it takes to keep it. */
            bytes: number;
            /** @description It is there anyway: there is nothing to be recomputed. */
            leaf: boolean;
            /** @description The gates to run again if this value alone is not kept. */
            gates: number;
            /** @description Their multiply-adds. */
            multiply_adds: number;
            /** @description It is one of those asked for. */
            recomputed: boolean;
        };
        /**
         * CostTable
         * @description The layers of a model in the order of the program, and what they cost together.
         */
        CostTable: {
            /** @description The layers. */
            rows: components["schemas"]["CostRow"][];
            /** @description All of them together. */
            total: components["schemas"]["CostRow"];
        };
        /**
         * CostRow
         * @description A layer: the innermost call of a function, or a gate that stands in none.
         */
        CostRow: {
            /** @description Common part of its parameters' names, such as `features.0`; "" where it has none. */
            layer: string;
            /** @description `conv2d`, what is written on the gate, or `unused` (`frozen`): parameters that stand at no gate. */
            function: string;
            /** @description Shape of its result. */
            shape: number[];
            /** @description Number of entries that an update moves here; parameters that several layers share count at the first. */
            parameters: number;
            /** @description Multiply-adds of its matrix products and convolutions in one forward pass. */
            multiply_adds: number;
            /** @description Bytes of the values that its gates compute, as float64. */
            activation_bytes: number;
            /** @description Bytes of the Jacobians of its gates, if they were formed. */
            jacobian_bytes: number;
            /**
             * @description The function or the node of a trace that it is; "" of the total.
             * @default
             */
            id: string;
            /**
             * @description The entries of its result; null where no number is computed, and of the total.
             * @default null
             */
            values: components["schemas"]["Distribution"] | null;
            /**
             * @description The entries of the gradient of its result; null as `values`.
             * @default null
             */
            gradients: components["schemas"]["Distribution"] | null;
        };
        /**
         * Distribution
         * @description A histogram of equal bins, and the moments of the same entries.
         */
        Distribution: {
            /** @description Number of finite entries in each bin, the least first; the last bin holds its upper bound, too. */
            counts: number[];
            /** @description The least finite entry; 0 where there is none. */
            minimum: number;
            /** @description The greatest finite entry; 0 where there is none. */
            maximum: number;
            /** @description Mean of the finite entries. */
            mean: number;
            /** @description Standard deviation of the finite entries, of the population. */
            deviation: number;
            /** @description Number of entries that are 0. */
            zeros: number;
            /** @description Number of entries that are infinite or no number; no bin holds them. */
            nonfinite: number;
        };
        /**
         * ExerciseDocument
         * @description The trace of an exercise: its other fields are those of `Trace`, null where a number is asked for.
         */
        ExerciseDocument: {
            /** @description Blanks, in the order in which the steps fill them in. */
            blanks: components["schemas"]["Blank"][];
            /** @description Rule by which an answer is right, as a sentence. */
            rule: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Blank
         * @description One thing that is left out.
         */
        Blank: {
            /** @description Id under which an answer is given. */
            id: string;
            /**
             * @description Kind of thing that is left out.
             * @enum {unknown}
             */
            kind: "value" | "local" | "downstream" | "term" | "shape" | "pattern" | "order" | "wrong_line" | "line";
            /** @description The edge whose number, or shape, it is. */
            edge: string | null;
            /** @description The node whose value or pattern it is; null for an edge, an order or a line. */
            node: string | null;
            /** @description The step of the trace that fills it in. */
            step: number;
            /** @description Question, as a sentence. */
            label: string;
            /**
             * @description The line of the program that is left out.
             * @default null
             */
            line: number | null;
        };
        /**
         * ExerciseVariants
         * @description An exercise as a file with its answers: it is for teachers.
         */
        ExerciseVariants: {
            /** @description Each with numbers of its own. */
            variants: components["schemas"]["ExerciseVariant"][];
        };
        /**
         * ExerciseVariant
         * @description One variant of an exercise.
         */
        ExerciseVariant: {
            /** @description The seed that makes it again. */
            seed: number;
            /** @description Exercise as the student sees it: a trace with numbers left out. */
            exercise: components["schemas"]["ExerciseDocument"];
            /** @description Answers by the id of the blank. */
            answers: {
                [key: string]: components["schemas"]["BlankAnswers"];
            };
        };
        /**
         * BlankAnswers
         * @description Right answers of a blank: a number in one of `intervals`, or one of `texts`.
         */
        BlankAnswers: {
            /** @description The answer as it is shown. */
            answer: string;
            /** @description Right numbers, from and to. */
            intervals: [
                number,
                number
            ][];
            /** @description Right words. */
            texts: string[];
            /** @description Words to choose from, where the answer is a word of a list. */
            choices: string[];
            /** @description Mistakes that can be told from the answer. */
            wrong: components["schemas"]["KnownMistake"][];
        };
        /**
         * KnownMistake
         * @description A mistake that has a name, and the answers that show it.
         */
        KnownMistake: {
            /** @description Code of the mistake, for programs: see docs/exercises.md. */
            code: string;
            /** @description Remark to somebody who made it, as a sentence. */
            sentence: string;
            /** @description The answers that it gives, from and to, if the numbers before it are right. */
            interval: [
                number,
                number
            ];
        };
        /**
         * Grades
         * @description All blanks of an exercise, marked.
         */
        Grades: {
            /** @description Number of right answers. */
            score: number;
            /** @description Number of blanks. */
            of: number;
            /** @description One for each blank, in their order. */
            marks: components["schemas"]["BlankMark"][];
            /** @description Rule by which an answer is right, as a sentence. */
            rule: string;
        };
        /**
         * BlankMark
         * @description One blank, marked.
         */
        BlankMark: {
            /** @description Id of the blank. */
            id: string;
            /** @description True if an answer was given that could be read. */
            answered: boolean;
            /** @description It is the exact answer, or it follows from what was answered before. */
            right: boolean;
            /** @description It is right only because it follows from an earlier answer, which is wrong. */
            follows: boolean;
            /** @description The code of the mistake that gives this answer; null where it is right or missing. */
            mistake: string | null;
            /** @description Remark on the answer, as a sentence. */
            sentence: string;
        };
        /**
         * Lesson
         * @description A lesson with its scenes.
         */
        Lesson: {
            /** @description Id in the address. */
            id: string;
            /** @description Title of the lesson. */
            title: string;
            /** @description The part of the course that it belongs to; 0: none. */
            part: number;
            /** @description Subject of the lesson, as a sentence; may be empty. */
            summary: string;
            /** @description Scenes in their order. */
            scenes: components["schemas"]["Scene"][];
            /**
             * @description Language of its sentences.
             * @enum {unknown}
             */
            lang: "en" | "de";
        };
        /**
         * Scene
         * @description A state, one sentence, and what is to be done or predicted.
         */
        Scene: {
            /** @description Its heading. */
            title: string;
            /** @description Sentence at the top of the stage, its numbers filled in. Code is set in backquotes. */
            sentence: string;
            /** @description The state: what `/api/v1/trace` takes. */
            request: components["schemas"]["TraceRequest"];
            /** @description Step as the file has it. */
            step: number | ("first" | "last" | "backward") | null;
            /** @description The same as how many steps are done, as a link says it. */
            position: number;
            /** @description Blanks to be predicted. */
            ask: components["schemas"]["SceneBlank"][];
            /** @description Condition to be met; null: the scene goes on by itself or when its blanks are filled. */
            do: components["schemas"]["Condition"] | null;
            /** @description The panel that is open. */
            panel: ("learn" | "check" | "code" | "health" | "explorer") | null;
            /** @description Notation of gradients; null: as the user has it. */
            notation: ("partial" | "bar" | "delta") | null;
            /** @description Settings of the run: fields of `/api/v1/train`. */
            train: {
                [key: string]: unknown;
            } | null;
            /** @description Picture beside the graph: `picture` of `/api/v1/lessons/picture`. */
            picture: string | null;
            /** @description Choices that are made with one click; each is another program. */
            choose: components["schemas"]["Choose"] | null;
        };
        /**
         * TraceRequest
         * @description The program, its values, and how its graph is drawn.
         */
        TraceRequest: {
            /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
            source: string;
            /** @description A finite number, or nested lists of them, for each free name. */
            values?: {
                [key: string]: components["schemas"]["Value"];
            };
            /**
             * @description The name whose gradients are wanted; null: the last expression or assignment.
             * @default null
             */
            output?: string | null;
            /**
             * @description dL/d(output): a number or nested lists in the output's shape; null: ones.
             * @default null
             */
            upstream?: components["schemas"]["Value"] | null;
            /**
             * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
             * @default gates
             * @enum {unknown}
             */
            view?: "gates" | "functions" | "units";
            /**
             * @description Ids or names of functions drawn open whatever the view says.
             * @default []
             */
            open?: string[];
            /**
             * @description Ids or names of functions drawn closed whatever the view says.
             * @default []
             */
            closed?: string[];
            /**
             * @description Give a name without a value a default, marked as one, instead of an error.
             * @default false
             */
            defaults?: boolean;
            /**
             * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
             * @default false
             */
            partial?: boolean;
            /**
             * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
             * @default 1
             */
            round?: number;
            /**
             * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
             * @default right
             * @enum {unknown}
             */
            flow?: "right" | "down";
            /**
             * @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row.
             * @default null
             */
            aspect?: number | null;
            /**
             * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
             * @default reverse
             * @enum {unknown}
             */
            mode?: "reverse" | "forward";
            /**
             * @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries.
             * @default null
             */
            direction?: {
                [key: string]: components["schemas"]["Value"];
            } | null;
            /**
             * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
             * @default forward
             * @enum {unknown}
             */
            graph?: "forward" | "backward";
            /**
             * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
             * @default full
             * @enum {unknown}
             */
            words?: "full" | "templates";
            /**
             * @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed.
             * @default null
             */
            shapes_only?: {
                [key: string]: number[];
            } | null;
            /**
             * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
             * @default en
             * @enum {unknown}
             */
            lang?: "en" | "de";
        };
        /**
         * Value
         * @description A finite number, or nested lists of them with rows of equal length; the nesting is the shape.
         */
        Value: Value;
        /**
         * SceneBlank
         * @description A blank of a scene. As it is, it is an entry of `ask` of `/api/v1/exercise`.
         */
        SceneBlank: {
            /**
             * @description Kind of thing that is left out.
             * @enum {unknown}
             */
            kind: "value" | "local" | "downstream" | "term" | "shape" | "pattern" | "order" | "wrong_line" | "line";
            /** @description The edge whose number, or shape, it is. */
            edge: string | null;
            /** @description The node whose value or pattern it is. */
            node: string | null;
            /** @description Null: the engine has found the place. */
            name: string | null;
            /** @description The step of the trace that fills it in. */
            step: number;
        };
        /**
         * Condition
         * @description A condition that a scene waits for.
         */
        Condition: {
            /**
             * @description Kind of condition: a row of the table of conditions.
             * @enum {string}
             */
            condition: "step" | "formula" | "value" | "gradient" | "fill" | "open" | "close" | "view" | "notation" | "panel" | "choose" | "select" | "lr" | "loss" | "update" | "optimizer" | "schedule";
            /** @description The name of the program, the function or the phrase of the blank that it is about. */
            name: string | null;
            /** @description Relation of what is there to `value`; null: it is there or it is not. */
            relation: ("is" | "above" | "below") | null;
            /** @description A number, a formula or a choice; for `step` how many steps must be done, for `fill` the index in `ask` (null: all), for `select` the id of the node. */
            value: string | number | null;
            /** @description Text in the lesson's file. */
            text: string;
            /** @description Task of the user, as a sentence. */
            sentence: string;
            /**
             * @description Kind of the one thing to touch.
             * @enum {unknown}
             */
            target: "transport" | "formula" | "value" | "blank" | "function" | "view" | "notation" | "panel" | "node" | "learn" | "choice";
        };
        /**
         * Choose
         * @description A program with places, and what can stand there.
         */
        Choose: {
            /** @description The program; `<name>` stands where the chosen option of that list goes. */
            template: string;
            /** @description Lists in the order in which they are shown. */
            lists: components["schemas"]["ChoiceList"][];
        };
        /**
         * ChoiceList
         * @description A list of which one option is chosen.
         */
        ChoiceList: {
            /** @description Its place in the template is `<name>`. */
            name: string;
            /** @description Options in the order of their buttons; a scene begins with the first. */
            options: components["schemas"]["ChoiceOption"][];
        };
        /**
         * ChoiceOption
         * @description One thing to choose.
         */
        ChoiceOption: {
            /** @description Text of its button. */
            label: string;
            /** @description Text that it puts into the program. */
            text: string;
        };
        /**
         * LessonTable
         * @description All lessons, and the table of conditions.
         */
        LessonTable: {
            /** @description Lessons in the order of their parts. */
            lessons: components["schemas"]["LessonRow"][];
            /** @description Every condition that a scene can wait for. */
            conditions: components["schemas"]["ConditionRow"][];
        };
        /**
         * LessonRow
         * @description A lesson in the list.
         */
        LessonRow: {
            /** @description Id in the address: the name of its file without number and suffix. */
            id: string;
            /** @description Title of the lesson. */
            title: string;
            /** @description The part of the course that it belongs to; 0: none. */
            part: number;
            /** @description Subject of the lesson, as a sentence; may be empty. */
            summary: string;
            /** @description Number of its scenes. */
            scenes: number;
            /** @description Reason why it cannot be shown, where its file cannot be read; else null. */
            problem: string | null;
        };
        /**
         * ConditionRow
         * @description One kind of condition that ends a scene.
         */
        ConditionRow: {
            /**
             * @description Word that `do` begins with.
             * @enum {string}
             */
            word: "step" | "formula" | "value" | "gradient" | "fill" | "open" | "close" | "view" | "notation" | "panel" | "choose" | "select" | "lr" | "loss" | "update" | "optimizer" | "schedule";
            /** @description Form of the line in a lesson's file. */
            form: string;
            /** @description Task of the user, as a sentence. */
            sentence: string;
            /**
             * @description Kind of the one thing to touch.
             * @enum {unknown}
             */
            target: "transport" | "formula" | "value" | "blank" | "function" | "view" | "notation" | "panel" | "node" | "learn" | "choice";
        };
        /**
         * PictureDocument
         * @description A picture beside the graph of a scene.
         */
        PictureDocument: {
            /** @description Picture to be put into the page. Its colours are variables of the page: `--fwd`, `--bwd`, `--ink`. */
            svg: string;
            /** @description Subject of the picture. */
            title: string;
            /** @description The same in words, with its numbers. */
            description: string;
        };
        /**
         * ModelProgram
         * @description A model as a program of the language: what a trace is asked with.
         */
        ModelProgram: {
            /** @description The program; its modules are functions, which open. */
            source: string;
            /** @description Its parameters and inputs; inputs, which no file has, are random numbers. null where they would not fit into a request: ask for `shapes_only` then. */
            values: {
                [key: string]: components["schemas"]["Value"];
            } | null;
            /** @description The shape of each of them. */
            shapes: {
                [key: string]: number[];
            };
        };
        /**
         * Code
         * @description The graph and its backward pass as a program.
         */
        Code: {
            /** @description Language of the script, as it was asked for. */
            language: string;
            /** @description The language as a menu calls it. */
            title: string;
            /** @description A name to save it under. */
            file: string;
            /** @description The program. */
            text: string;
            /** @description Those lines that some step speaks of. */
            lines: components["schemas"]["CodeLine"][];
        };
        /**
         * CodeLine
         * @description A line of the program, and the steps of the trace that it does.
         */
        CodeLine: {
            /** @description The line, from 1. */
            number: number;
            /** @description Indices into the trace's steps: those that speak of this line. */
            steps: number[];
        };
        /**
         * Activations
         * @description Curves and slopes of the activations.
         */
        Activations: {
            /** @description Each activation that was asked for. */
            activations: components["schemas"]["Activation"][];
        };
        /**
         * Activation
         * @description One activation. `source` is the formula that was traced; `gates` counts by op, copies left out.
         */
        Activation: {
            /** @description Name that a program calls. */
            name: string;
            /** @description Name in sentences. */
            title: string;
            /** @description Its definition. */
            formula: string;
            /** @description The definition as textbooks have it, where that differs. */
            textbook: string;
            /** @description Its local gradient. */
            local: string;
            /** @description The same as MathML, in which `out` is f(x). */
            local_math: string;
            /** @description Reason why that is the gradient. */
            why: string;
            /** @description Way its definition avoids overflow, if it needs one. */
            stable: string;
            /** @description The program that was traced. */
            source: string;
            /** @description The same around a neuron's sum, for the playground. */
            insert: string;
            /** @description Its parameters and their values. */
            parameters: components["schemas"]["Parameter"][];
            /** @description Number of gates of each op it takes, copies left out. */
            gates: {
                [key: string]: number;
            };
            /** @description Number of those that need a series: exp, log, tanh, ... */
            expensive: number;
            /** @description Kinks, dead and saturated parts of the curve. */
            marks: components["schemas"]["CurveMark"][];
            /** @description Its values and slopes. */
            curve: components["schemas"]["Curve"];
        };
        /**
         * Parameter
         * @description A parameter of an activation, such as the slope of a leaky ReLU.
         */
        Parameter: {
            /** @description Name in the formula. */
            name: string;
            /** @description The value that the curve is drawn for. */
            value: number;
        };
        /**
         * CurveMark
         * @description A kink (low = high), or an interval of x where no gradient passes ("dead") or next to none ("saturated").
         */
        CurveMark: {
            /**
             * @description Kind of mark.
             * @enum {unknown}
             */
            kind: "kink" | "dead" | "saturated";
            /** @description The left end; -12 stands for the end of the line. */
            low: number;
            /** @description The right end; 12 stands for the end of the line. */
            high: number;
            /** @description Behaviour there, as a sentence. */
            text: string;
        };
        /**
         * Curve
         * @description An activation at evenly spaced places.
         */
        Curve: {
            /** @description The places. */
            x: number[];
            /** @description The value at each. */
            value: components["schemas"]["Number"][];
            /** @description The gradient at each, from the backward pass of its graph. */
            slope: components["schemas"]["Number"][];
        };
        /**
         * OpTable
         * @description The language: its ops and its functions.
         */
        OpTable: {
            /** @description Every op. */
            ops: components["schemas"]["OpRow"][];
            /** @description Every function. */
            functions: components["schemas"]["FunctionRow"][];
        };
        /**
         * OpRow
         * @description One op of the language.
         */
        OpRow: {
            /** @description Name, as `op` of a node has it. */
            name: string;
            /** @description Name of the gate. */
            title: string;
            /** @description Symbol in the gate. */
            symbol: string;
            /** @description The functions that are read as this op. */
            spellings: string[];
            /** @description The methods of an array that are read as this op. */
            methods: string[];
            /** @description Its sign, where it has one. */
            operator: string | null;
            /** @description Number of operands; null: any number. */
            arguments: number | null;
            /**
             * @description Effect on the gradient, for programs.
             * @enum {string}
             */
            pattern: "leaf" | "distributor" | "swap" | "adder" | "router" | "scale" | "reshape" | "sum" | "broadcast" | "stop" | "recorded";
            /** @description The pattern, for people. */
            heading: string;
            /** @description Effect of the pattern, as a sentence. */
            sentence: string;
            /** @description Formula of its value from its operands a, b, ... */
            equation: string;
            /** @description The local gradient for each operand; empty where it is a Jacobian. */
            local: string[];
            /** @description Rules that hand the gradient back to each operand, where that is no product entry by entry. */
            rule: string[];
            /** @description Reason for the gradient of each operand. */
            why: string[];
        };
        /**
         * FunctionRow
         * @description One function that is written in the language itself.
         */
        FunctionRow: {
            /** @description Name that a program calls. */
            name: string;
            /** @description Name in sentences. */
            title: string;
            /** @description All names that are read as this function. */
            spellings: string[];
            /** @description The names of its parameters. */
            parameters: string[];
            /** @description Its definition. */
            body: string;
            /** @description The local gradient of the closed function for each parameter, where it goes entry by entry. */
            local: string[];
            /** @description Reason why that is the gradient. */
            why: string;
            /** @description Way its definition avoids overflow, if it needs one. */
            stable: string;
            /** @description True if it is an activation of a neuron. */
            activation: boolean;
        };
        /**
         * ExampleTable
         * @description Worked examples, ready to be sent to `/api/v1/trace`.
         */
        ExampleTable: {
            /** @description Examples in the order of the menu. */
            examples: components["schemas"]["ExampleRow"][];
        };
        /**
         * ExampleRow
         * @description A worked example: fields of a trace, and its title.
         */
        ExampleRow: {
            /** @description Name in the address and on the command line. */
            name: string;
            /** @description The part of the menu that it stands in. */
            group: string;
            /** @description Name in the menu. */
            title: string;
            /** @description Idea that the example shows. */
            shows: string;
            /** @description The program. */
            source: string;
            /** @description A value for each free name. */
            values: {
                [key: string]: components["schemas"]["Value"];
            };
            /**
             * @description View in which it is best drawn.
             * @enum {unknown}
             */
            view: "gates" | "functions" | "units";
            /** @description dL/d(output), where it is not 1. */
            upstream: components["schemas"]["Value"] | null;
            /** @description The fields of the run that it is about; null where it is about the graph alone. */
            train: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * LimitTable
         * @description Every limit by name. The error that enforces one says both.
         */
        LimitTable: {
            /** @description The number of each limit. */
            limits: {
                [key: string]: number;
            };
        };
        /**
         * Session
         * @description A new session, as its presenter gets it.
         */
        Session: {
            /** @description Code that followers type: four letters and digits. */
            code: string;
            /** @description Key that moves the session. It is given once, to the presenter alone. */
            key: string;
        };
        /**
         * LiveState
         * @description The newest state of a session: what followers load, and the data of each event.
         */
        LiveState: {
            /** @description Number of the state; 0 before the first move. */
            version: number;
            /** @description State of the presenter's page; null before the first move. */
            state: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * LiveVersion
         * @description The newest version of a session after a move.
         */
        LiveVersion: {
            /** @description Newest version. If it is another one than the request's, the request came too late and moved nobody. */
            version: number;
        };
        /**
         * HandoverWord
         * @description The word with which the next presenter takes over.
         */
        HandoverWord: {
            /** @description Word that makes another screen the presenter, once, within five minutes. */
            word: string;
        };
        /**
         * PresenterKey
         * @description The key of a new presenter.
         */
        PresenterKey: {
            /** @description Key that moves the session from now on; the old one moves nobody. */
            key: string;
        };
        /**
         * AnswerReceipt
         * @description Receipt of an answer.
         */
        AnswerReceipt: {
            /** @description False if this token has answered this blank before. */
            counted: boolean;
        };
        /**
         * Tally
         * @description All answers to one blank.
         */
        Tally: {
            /** @description Number of those who answered. */
            answered: number;
            /** @description Number of right answers among them. */
            right: number;
            /** @description Each answer with how many gave it, the most frequent first; spellings of one number count together. */
            values: [
                string,
                number
            ][];
            /** @description Number of those who made each mistake, by its code. */
            mistakes: {
                [key: string]: number;
            };
            /** @description The same answers, marked. */
            marks: components["schemas"]["AnswerCount"][];
        };
        /**
         * AnswerCount
         * @description One answer, however it was spelled.
         */
        AnswerCount: {
            /** @description Answer in its most frequent spelling. */
            answer: string;
            /** @description Number of those who gave it. */
            count: number;
            /** @description True if it is right; null where it was not marked. */
            right: boolean | null;
            /** @description The code of the mistake that gives it. */
            mistake: string | null;
            /** @description Remark on the answer, as a sentence. */
            sentence: string;
        };
        /**
         * UnmarkedAnswers
         * @description All answers to a blank of which no exercise is known.
         */
        UnmarkedAnswers: {
            /** @description Number of those who answered. */
            answered: number;
            /** @description Each answer with how many gave it, the most frequent first. */
            values: [
                string,
                number
            ][];
            /** @description Empty: nothing is marked. */
            mistakes: {
                [key: string]: number;
            };
        };
        /**
         * ShortLink
         * @description A short link to the page.
         */
        ShortLink: {
            /**
             * @description Form of the link.
             * @constant
             */
            version: "1";
            /** @description Name of the link, made from what it holds: the same page has the same name. */
            name: string;
            /** @description Address of the link, relative to that of the service. */
            path: string;
        };
        /**
         * RenderRequest
         * @description Options of a picture; beside the fields of `TraceRequest`.
         */
        RenderRequest: {
            /**
             * @description Number of steps done, or `last`, or `all` where the format has pages or frames; null: as the format has it.
             * @default null
             */
            step?: number | ("last" | "all") | null;
            /**
             * @description The palette.
             * @default light
             * @enum {string}
             */
            theme?: "light" | "dark";
            /**
             * @description Times the size, 0.1 to 10; pixels per unit where there are pixels.
             * @default 1
             */
            scale?: number;
            /**
             * @description Size of the numbers, 6 to 96 px or pt; the picture grows with them.
             * @default 13
             */
            font_size?: number;
            /**
             * @description No background.
             * @default false
             */
            transparent?: boolean;
            /**
             * @description An SVG that plays by itself.
             * @default false
             */
            animate?: boolean;
            /**
             * @description The step's formula below the graph.
             * @default false
             */
            formula?: boolean;
            /**
             * @description The step's sentence below the graph.
             * @default false
             */
            caption?: boolean;
            /**
             * @description Notation of gradients: ∂L/∂x, x̄ or δ.
             * @default partial
             * @enum {string}
             */
            notation?: "partial" | "bar" | "delta";
            /**
             * @description Seconds that a step stays where the picture moves, 0.05 to 20.
             * @default 1.2
             */
            seconds?: number;
            /**
             * @description If true, an SVG carries its letters, some 30 kB.
             * @default true
             */
            fonts?: boolean;
            /**
             * @description A PPTX with shapes that can be edited, instead of pictures.
             * @default false
             */
            native?: boolean;
            /**
             * @description Paper on which an SVG, PNG, PDF or TikZ is looked at; it fits there, its digits legible. Null: of any size.
             * @default null
             */
            paper?: ("slide" | "page" | "column") | null;
            /**
             * @description TikZ without the document around it, for \input into another.
             * @default false
             */
            fragment?: boolean;
        };
        /**
         * BlankSelector
         * @description One blank that is asked for by its place.
         */
        BlankSelector: {
            /**
             * @description Kind of thing that is left out.
             * @enum {unknown}
             */
            kind: "value" | "local" | "downstream" | "term" | "shape" | "pattern" | "order" | "wrong_line" | "line";
            /**
             * @description The edge whose number it is.
             * @default null
             */
            edge?: string | null;
            /**
             * @description The node whose number it is.
             * @default null
             */
            node?: string | null;
            /**
             * @description The name of the program whose value or gradient it is.
             * @default null
             */
            name?: string | null;
            /**
             * @description The step that fills it in, where that tells it from others, as in an order.
             * @default null
             */
            step?: number | null;
        };
        /**
         * FaultRequest
         * @description A mistake on purpose.
         */
        FaultRequest: {
            /** @description A gate of the view that is asked for (n5), a closed function (f1), or a copy gate (c5) whose sum is forgotten. */
            node: string;
            /**
             * @description It hands back the opposite; it forgets its local gradient; or its value's gradients replace one another.
             * @default sign
             * @enum {unknown}
             */
            kind?: "sign" | "local" | "sum";
        };
        /**
         * ExerciseRequest
         * @description Blanks to leave out; beside the fields of `TraceRequest`.
         */
        ExerciseRequest: {
            /**
             * @description Kinds of blanks, or single blanks such as {"kind": "downstream", "edge": "e4"}; null: downstream gradients.
             * @default null
             */
            ask?: (("value" | "local" | "downstream" | "term" | "shape" | "pattern" | "order" | "wrong_line" | "line") | components["schemas"]["BlankSelector"])[] | null;
            /**
             * @description Chooses among the blanks and, where no values are given, the values. The same seed is the same exercise.
             * @default 0
             */
            seed?: number;
            /**
             * @description Number of blanks; null: all that the kinds allow.
             * @default null
             */
            count?: number | null;
            /**
             * @description Decimals to which an answer must be right; null: 2, or none where `significant` is given.
             * @default null
             */
            digits?: number | null;
            /**
             * @description Significant figures to which an answer must be right, in place of `digits`.
             * @default null
             */
            significant?: number | null;
        };
        /**
         * TrainRequest
         * @description Settings of a run; beside the fields of `TraceRequest`.
         */
        TrainRequest: {
            /**
             * @description The leaves that move; null: what is named like a weight or drawn at random, else all free names.
             * @default null
             */
            parameters?: string[] | null;
            /**
             * @description A name such as adam, or a rule in the formula language, {"update": "v = 0.9*v + g; w = w - lr*v"}; null: the program's own loop runs, and its own lines are the optimizer.
             * @default sgd
             */
            optimizer?: string | {
                [key: string]: string;
            } | null;
            /**
             * @description `lr` and the others, with PyTorch's names and defaults.
             * @default null
             */
            settings?: {
                [key: string]: number | boolean;
            } | null;
            /**
             * @description {"kind": "step", "every": 30, "factor": 0.1}, or {"formula": "lr*(1 - t/T)"}: `t` counts updates from 0.
             * @default null
             */
            schedule?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Number of updates; null: 200, or with `optimizer` null all rounds of the program's loop.
             * @default null
             */
            iterations?: number | null;
            /**
             * @description Number of examples in a minibatch; null: all of them.
             * @default null
             */
            batch?: number | null;
            /**
             * @description The arrays that minibatches are cut from, along the first axis.
             * @default null
             */
            data?: string[] | null;
            /**
             * @description Seed of the order of the minibatches: NumPy's default_rng(seed).permutation.
             * @default 0
             */
            seed?: number;
            /**
             * @description Number of entries in the answer, spread evenly, with the first and the last.
             * @default 100
             */
            keep?: number;
            /**
             * @description The length of the gradient below which the run has converged.
             * @default 1e-10
             */
            tolerance?: number;
        };
        /**
         * RunCodeRequest
         * @description Form of the program of a run; beside the fields of `TraceRequest` and `TrainRequest`.
         */
        RunCodeRequest: {
            /**
             * @description Language to write it in.
             * @default numpy
             * @enum {string}
             */
            language?: "numpy" | "torch";
        };
        /**
         * RunFileRequest
         * @description Options of a file of a run; beside the fields of `TraceRequest` and `TrainRequest`.
         */
        RunFileRequest: {
            /**
             * @description The palette.
             * @default light
             * @enum {string}
             */
            theme?: "light" | "dark";
            /**
             * @description Times the size, 0.1 to 10; pixels per unit where there are pixels.
             * @default 1
             */
            scale?: number;
            /**
             * @description No background.
             * @default false
             */
            transparent?: boolean;
            /**
             * @description Seconds for which an update stays where the picture moves, 0.05 to 20.
             * @default 0.3
             */
            seconds?: number;
            /**
             * @description True if an SVG carries its letters, some 30 kB.
             * @default true
             */
            fonts?: boolean;
            /**
             * @description A PPTX with shapes that can be edited, instead of pictures.
             * @default false
             */
            native?: boolean;
            /**
             * @description Number of the kept updates that a film or a deck shows, spread evenly, the first and the last among them.
             * @default 30
             */
            frames?: number;
            /**
             * @description Update at which the cursor of a still picture stands and an HTML file begins; null: at the last update, which is the first of an HTML file.
             * @default null
             */
            update?: number | null;
            /**
             * @description With the graph at each update above the curves.
             * @default true
             */
            with_graph?: boolean;
        };
        /**
         * SurfaceRequest
         * @description Places at which the loss is asked for; beside the fields of `TraceRequest`.
         */
        SurfaceRequest: {
            /** @description A vector over the entries of all parameters, one after the other, each in C order. */
            origin: number[];
            /** @description One or two such vectors. */
            along: number[][];
            /** @description Distances to go along each of them: the loss is that at origin + s*along[0] + t*along[1]. */
            steps: number[][];
            /**
             * @description The leaves that the vectors are over; null: those that a run moves.
             * @default null
             */
            parameters?: string[] | null;
        };
        /**
         * FieldRequest
         * @description Leaves of the plane; beside the fields of `TraceRequest`.
         */
        FieldRequest: {
            /**
             * @description The leaves that a run moves; null: what is named like a weight or drawn at random, else all free names.
             * @default null
             */
            parameters?: string[] | null;
            /**
             * @description The points and their labels; null: the arrays with the longest first axis.
             * @default null
             */
            data?: string[] | null;
        };
        /**
         * FanRequest
         * @description Minibatches of the fan; beside the fields of `TraceRequest`.
         */
        FanRequest: {
            /** @description Number of examples in a minibatch. */
            batch: number;
            /**
             * @description The parameters there, all entries one after the other; null: where a run would begin.
             * @default null
             */
            at?: number[] | null;
            /**
             * @description Seed of the order of the minibatches.
             * @default 0
             */
            seed?: number;
            /**
             * @description The leaves that a run moves; null: what is named like a weight or drawn at random, else all free names.
             * @default null
             */
            parameters?: string[] | null;
            /**
             * @description The arrays that minibatches are cut from, along the first axis.
             * @default null
             */
            data?: string[] | null;
        };
        /**
         * LiveStateRequest
         * @description A state of the presenter's page.
         */
        LiveStateRequest: {
            /** @description Number of the state; it grows with each move. */
            version: number;
            /** @description State of the page, an object of its own, handed on as it is. */
            state: {
                [key: string]: unknown;
            };
        };
        /**
         * HandoverWordRequest
         * @description The word of whoever takes over.
         */
        HandoverWordRequest: {
            /** @description Word that the presenter was given. Small letters are the same. */
            word: string;
        };
        /**
         * LiveAnswer
         * @description One answer to what the hall is asked.
         */
        LiveAnswer: {
            /** @description Text that stands for whoever answers: a token's first answer to a blank stays. */
            token: string;
            /** @description Blank that is answered, as the state's `prediction` names it. */
            blank: string;
            /** @description Answer, as it was typed. */
            answer: string;
        };
        /**
         * ShortLinkRequest
         * @description The page that a short link is to lead to.
         */
        ShortLinkRequest: {
            /** @description Query string of the page: `source=x*y&step=3`. */
            query: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    trace_get: {
        parameters: {
            query: {
                /**
                 * @description The formula or program. The page `/docs` and docs/language.md say what can be written.
                 * @example f = (x + y)*z
                 */
                source: string;
                /**
                 * @description A finite number, or nested lists of them, for each free name. JSON text: {"x": -2}.
                 * @example {"x":-2,"y":5,"z":-4}
                 */
                values?: string;
                /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                output?: string;
                /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. JSON text: 2, or [1, 0]. */
                upstream?: string;
                /** @description Functions as their gates, closed into one box each, or everything taken apart into scalars. */
                view?: "gates" | "functions" | "units";
                /** @description Ids or names of functions drawn open whatever the view says. Separated by commas. */
                open?: string;
                /** @description Ids or names of functions drawn closed whatever the view says. Separated by commas. */
                closed?: string;
                /** @description Give a name without a value a default, marked as one, instead of an error. */
                defaults?: boolean;
                /** @description If true and shapes do not fit, draw what was read up to that place instead of an error. */
                partial?: boolean;
                /** @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1. */
                round?: number;
                /** @description Direction of the wires: right, operands one below the other, or down, operands side by side. */
                flow?: "right" | "down";
                /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                aspect?: string;
                /** @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on. */
                mode?: "reverse" | "forward";
                /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. JSON text: {"x": 1}. */
                direction?: string;
                /** @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them. */
                graph?: "forward" | "backward";
                /** @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it. */
                words?: "full" | "templates";
                /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. JSON text: {"x": [1, 3, 224, 224]}. */
                shapes_only?: string;
                /** @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do. */
                lang?: "en" | "de";
                /** @description Other parameters, packed: a query string in raw DEFLATE and base64url, as a short link has it. */
                z?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"] | components["schemas"]["CompactTrace"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["TraceRequest"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"] | components["schemas"]["CompactTrace"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    render_get: {
        parameters: {
            query: {
                /**
                 * @description The formula or program. The page `/docs` and docs/language.md say what can be written.
                 * @example f = (x + y)*z
                 */
                source: string;
                /**
                 * @description A finite number, or nested lists of them, for each free name. JSON text: {"x": -2}.
                 * @example {"x":-2,"y":5,"z":-4}
                 */
                values?: string;
                /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                output?: string;
                /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. JSON text: 2, or [1, 0]. */
                upstream?: string;
                /** @description Functions as their gates, closed into one box each, or everything taken apart into scalars. */
                view?: "gates" | "functions" | "units";
                /** @description Ids or names of functions drawn open whatever the view says. Separated by commas. */
                open?: string;
                /** @description Ids or names of functions drawn closed whatever the view says. Separated by commas. */
                closed?: string;
                /** @description Give a name without a value a default, marked as one, instead of an error. */
                defaults?: boolean;
                /** @description If true and shapes do not fit, draw what was read up to that place instead of an error. */
                partial?: boolean;
                /** @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1. */
                round?: number;
                /** @description Direction of the wires: right, operands one below the other, or down, operands side by side. */
                flow?: "right" | "down";
                /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                aspect?: string;
                /** @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on. */
                mode?: "reverse" | "forward";
                /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. JSON text: {"x": 1}. */
                direction?: string;
                /** @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them. */
                graph?: "forward" | "backward";
                /** @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it. */
                words?: "full" | "templates";
                /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. JSON text: {"x": [1, 3, 224, 224]}. */
                shapes_only?: string;
                /** @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do. */
                lang?: "en" | "de";
                /**
                 * @description Number of steps done, or `last`, or `all` where the format has pages or frames; null: as the format has it.
                 * @example last
                 */
                step?: string;
                /** @description The palette. */
                theme?: "light" | "dark";
                /** @description Times the size, 0.1 to 10; pixels per unit where there are pixels. */
                scale?: number;
                /** @description Size of the numbers, 6 to 96 px or pt; the picture grows with them. */
                font_size?: number;
                /** @description No background. */
                transparent?: boolean;
                /** @description An SVG that plays by itself. */
                animate?: boolean;
                /** @description The step's formula below the graph. */
                formula?: boolean;
                /** @description The step's sentence below the graph. */
                caption?: boolean;
                /** @description Notation of gradients: ∂L/∂x, x̄ or δ. */
                notation?: "partial" | "bar" | "delta";
                /** @description Seconds that a step stays where the picture moves, 0.05 to 20. */
                seconds?: number;
                /** @description If true, an SVG carries its letters, some 30 kB. */
                fonts?: boolean;
                /** @description A PPTX with shapes that can be edited, instead of pictures. */
                native?: boolean;
                /** @description Paper on which an SVG, PNG, PDF or TikZ is looked at; it fits there, its digits legible. Null: of any size. */
                paper?: string;
                /** @description TikZ without the document around it, for \input into another. */
                fragment?: boolean;
                /** @description Other parameters, packed: a query string in raw DEFLATE and base64url, as a short link has it. */
                z?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example svg
                 */
                format: "svg" | "png" | "pdf" | "tex" | "gif" | "webp" | "mp4" | "pptx" | "html";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                    "image/png": string;
                    "application/pdf": string;
                    "application/x-tex": string;
                    "image/gif": string;
                    "image/webp": string;
                    "video/mp4": string;
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                    "text/html": string;
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    render: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example svg
                 */
                format: "svg" | "png" | "pdf" | "tex" | "gif" | "webp" | "mp4" | "pptx" | "html";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       },
                 *       "step": "last"
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Number of steps done, or `last`, or `all` where the format has pages or frames; null: as the format has it. */
                    step?: number | ("last" | "all") | null;
                    /**
                     * @description The palette.
                     * @default light
                     * @enum {string}
                     */
                    theme?: "light" | "dark";
                    /**
                     * @description Times the size, 0.1 to 10; pixels per unit where there are pixels.
                     * @default 1
                     */
                    scale?: number;
                    /**
                     * @description Size of the numbers, 6 to 96 px or pt; the picture grows with them.
                     * @default 13
                     */
                    font_size?: number;
                    /**
                     * @description No background.
                     * @default false
                     */
                    transparent?: boolean;
                    /**
                     * @description An SVG that plays by itself.
                     * @default false
                     */
                    animate?: boolean;
                    /**
                     * @description The step's formula below the graph.
                     * @default false
                     */
                    formula?: boolean;
                    /**
                     * @description The step's sentence below the graph.
                     * @default false
                     */
                    caption?: boolean;
                    /**
                     * @description Notation of gradients: ∂L/∂x, x̄ or δ.
                     * @default partial
                     * @enum {string}
                     */
                    notation?: "partial" | "bar" | "delta";
                    /**
                     * @description Seconds that a step stays where the picture moves, 0.05 to 20.
                     * @default 1.2
                     */
                    seconds?: number;
                    /**
                     * @description If true, an SVG carries its letters, some 30 kB.
                     * @default true
                     */
                    fonts?: boolean;
                    /**
                     * @description A PPTX with shapes that can be edited, instead of pictures.
                     * @default false
                     */
                    native?: boolean;
                    /** @description Paper on which an SVG, PNG, PDF or TikZ is looked at; it fits there, its digits legible. Null: of any size. */
                    paper?: ("slide" | "page" | "column") | null;
                    /**
                     * @description TikZ without the document around it, for \input into another.
                     * @default false
                     */
                    fragment?: boolean;
                };
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                    "image/png": string;
                    "application/pdf": string;
                    "application/x-tex": string;
                    "image/gif": string;
                    "image/webp": string;
                    "video/mp4": string;
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                    "text/html": string;
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    array: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "sum(W @ x)",
                 *       "values": {
                 *         "W": [
                 *           [
                 *             1,
                 *             2
                 *           ],
                 *           [
                 *             3,
                 *             4
                 *           ]
                 *         ],
                 *         "x": [
                 *           1,
                 *           -1
                 *         ]
                 *       },
                 *       "id": "n0"
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Id of a node or an edge of the trace. */
                    id: string;
                    /**
                     * @description `value` or `gradient` of a node; `value`, `upstream`, `local` or `downstream` of an edge.
                     * @default value
                     * @enum {unknown}
                     */
                    field?: "value" | "gradient" | "upstream" | "local" | "downstream";
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullArray"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    code_get: {
        parameters: {
            query: {
                /**
                 * @description The formula or program. The page `/docs` and docs/language.md say what can be written.
                 * @example f = (x + y)*z
                 */
                source: string;
                /**
                 * @description A finite number, or nested lists of them, for each free name. JSON text: {"x": -2}.
                 * @example {"x":-2,"y":5,"z":-4}
                 */
                values?: string;
                /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                output?: string;
                /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. JSON text: 2, or [1, 0]. */
                upstream?: string;
                /** @description Functions as their gates, closed into one box each, or everything taken apart into scalars. */
                view?: "gates" | "functions" | "units";
                /** @description Ids or names of functions drawn open whatever the view says. Separated by commas. */
                open?: string;
                /** @description Ids or names of functions drawn closed whatever the view says. Separated by commas. */
                closed?: string;
                /** @description Give a name without a value a default, marked as one, instead of an error. */
                defaults?: boolean;
                /** @description If true and shapes do not fit, draw what was read up to that place instead of an error. */
                partial?: boolean;
                /** @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1. */
                round?: number;
                /** @description Direction of the wires: right, operands one below the other, or down, operands side by side. */
                flow?: "right" | "down";
                /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                aspect?: string;
                /** @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on. */
                mode?: "reverse" | "forward";
                /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. JSON text: {"x": 1}. */
                direction?: string;
                /** @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them. */
                graph?: "forward" | "backward";
                /** @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it. */
                words?: "full" | "templates";
                /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. JSON text: {"x": [1, 3, 224, 224]}. */
                shapes_only?: string;
                /** @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do. */
                lang?: "en" | "de";
                /**
                 * @description Language to write it in.
                 * @example numpy
                 */
                language?: "numpy" | "torch" | "torch-function" | "modular" | "latex";
                /** @description Other parameters, packed: a query string in raw DEFLATE and base64url, as a short link has it. */
                z?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       },
                 *       "language": "torch"
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /**
                     * @description Language to write it in.
                     * @default numpy
                     * @enum {string}
                     */
                    language?: "numpy" | "torch" | "torch-function" | "modular" | "latex";
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jacobian: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "p = softmax(s)\nL = -log(p[0])",
                 *       "values": {
                 *         "s": [
                 *           2,
                 *           1,
                 *           0.1
                 *         ]
                 *       },
                 *       "of": "n1"
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The id of a node, or of the edge itself. */
                    of: string;
                    /**
                     * @description Input of the node, from 0.
                     * @default 0
                     */
                    slot?: number;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jacobian"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    gradcheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The step, over 0 and at most 1; null: 1e-5 for central differences, 1e-8 for forward ones. */
                    h?: number | null;
                    /**
                     * @description The difference quotient: (f(x + h) - f(x - h)) / 2h, or (f(x + h) - f(x)) / h.
                     * @default central
                     * @enum {unknown}
                     */
                    kind?: "central" | "forward";
                    /** @description Break the backward pass at one gate first. */
                    fault?: components["schemas"]["FaultRequest"] | null;
                    /**
                     * @description Measure how long both ways take: the answer then differs from time to time.
                     * @default false
                     */
                    timed?: boolean;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GradientChecks"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hessian: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "(1 - x)**2 + 100*(y - x**2)**2",
                 *       "values": {
                 *         "x": 1,
                 *         "y": 1
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The leaves whose entries are the rows, each once; null: all that the output depends on. */
                    wrt?: string[] | null;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hessian"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hvp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "(1 - x)**2 + 100*(y - x**2)**2",
                 *       "values": {
                 *         "x": 1,
                 *         "y": 1
                 *       },
                 *       "direction": {
                 *         "x": 1
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["TraceRequest"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HessianProduct"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    costs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Nodes of the backward graph whose values are computed again instead of being saved. */
                    recompute?: string[];
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Costs"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    layer_costs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "relu(W @ x + b)",
                 *       "shapes_only": {
                 *         "W": [
                 *           4096,
                 *           9216
                 *         ],
                 *         "x": [
                 *           9216
                 *         ],
                 *         "b": [
                 *           4096
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["TraceRequest"];
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostTable"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "file": "CAk6WwoRCgF3CgF4EgFoIgZNYXRNdWwKDAoBaBIBeSIEUmVsdRIBZyoTCAEIAhABQgF3SggAAABAAACAv1oPCgF4EgoKCAgBEgQKAggCYg8KAXkSCgoICAESBAoCCAFCBAoAEBE="
                 *     }
                 */
                "application/json": {
                    /** @description An ONNX file in base64, at most `model_bytes` long before. */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelProgram"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_state: {
        parameters: {
            query?: {
                /** @description A version: the answer waits until there is a newer one, or is 204 after 20 seconds. */
                after?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveState"];
                };
            };
            /** @description There is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": 1,
                 *       "state": {
                 *         "step": 3
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description Number of the state; it grows with each move. */
                    version: number;
                    /** @description State of the page, an object of its own, handed on as it is. */
                    state: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveVersion"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverWord"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_driver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "word": "H4ND2K7M"
                 *     }
                 */
                "application/json": {
                    /** @description Word that the presenter was given. Small letters are the same. */
                    word: string;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresenterKey"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events, until the session ends or the client leaves */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @description `message`, or `end` for the last one. */
                        event?: string;
                        /** @description Version of the state. */
                        id?: string;
                        /** @description LiveState as JSON; `{}` of the last event. */
                        data: string;
                    };
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_answers: {
        parameters: {
            query: {
                /**
                 * @description The blank that was answered.
                 * @example b1
                 */
                blank: string;
            };
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmarkedAnswers"] | components["schemas"]["Tally"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code of the session, in capital or small letters.
                 * @example K7QF
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "7f3a",
                 *       "blank": "b1",
                 *       "answer": "-4"
                 *     }
                 */
                "application/json": {
                    /** @description Text that stands for whoever answers: a token's first answer to a blank stays. */
                    token: string;
                    /** @description Blank that is answered, as the state's `prediction` names it. */
                    blank: string;
                    /** @description Answer, as it was typed. */
                    answer: string;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerReceipt"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    short_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "query": "source=x*y&step=3"
                 *     }
                 */
                "application/json": {
                    /** @description Query string of the page: `source=x*y&step=3`. */
                    query: string;
                };
            };
        };
        responses: {
            /** @description The link */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShortLink"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exercise: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       },
                 *       "ask": [
                 *         "downstream"
                 *       ],
                 *       "seed": 1
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Kinds of blanks, or single blanks such as {"kind": "downstream", "edge": "e4"}; null: downstream gradients. */
                    ask?: (("value" | "local" | "downstream" | "term" | "shape" | "pattern" | "order" | "wrong_line" | "line") | components["schemas"]["BlankSelector"])[] | null;
                    /**
                     * @description Chooses among the blanks and, where no values are given, the values. The same seed is the same exercise.
                     * @default 0
                     */
                    seed?: number;
                    /** @description Number of blanks; null: all that the kinds allow. */
                    count?: number | null;
                    /** @description Decimals to which an answer must be right; null: 2, or none where `significant` is given. */
                    digits?: number | null;
                    /** @description Significant figures to which an answer must be right, in place of `digits`. */
                    significant?: number | null;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExerciseDocument"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exercise_file_get: {
        parameters: {
            query: {
                /**
                 * @description The formula or program. The page `/docs` and docs/language.md say what can be written.
                 * @example f = (x + y)*z
                 */
                source: string;
                /**
                 * @description A finite number, or nested lists of them, for each free name. JSON text: {"x": -2}.
                 * @example {"x":-2,"y":5,"z":-4}
                 */
                values?: string;
                /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                output?: string;
                /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. JSON text: 2, or [1, 0]. */
                upstream?: string;
                /** @description Functions as their gates, closed into one box each, or everything taken apart into scalars. */
                view?: "gates" | "functions" | "units";
                /** @description Ids or names of functions drawn open whatever the view says. Separated by commas. */
                open?: string;
                /** @description Ids or names of functions drawn closed whatever the view says. Separated by commas. */
                closed?: string;
                /** @description Give a name without a value a default, marked as one, instead of an error. */
                defaults?: boolean;
                /** @description If true and shapes do not fit, draw what was read up to that place instead of an error. */
                partial?: boolean;
                /** @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1. */
                round?: number;
                /** @description Direction of the wires: right, operands one below the other, or down, operands side by side. */
                flow?: "right" | "down";
                /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                aspect?: string;
                /** @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on. */
                mode?: "reverse" | "forward";
                /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. JSON text: {"x": 1}. */
                direction?: string;
                /** @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them. */
                graph?: "forward" | "backward";
                /** @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it. */
                words?: "full" | "templates";
                /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. JSON text: {"x": [1, 3, 224, 224]}. */
                shapes_only?: string;
                /** @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do. */
                lang?: "en" | "de";
                /** @description Kinds of blanks, or single blanks such as {"kind": "downstream", "edge": "e4"}; null: downstream gradients. */
                ask?: string;
                /** @description Chooses among the blanks and, where no values are given, the values. The same seed is the same exercise. */
                seed?: number;
                /** @description Number of blanks; null: all that the kinds allow. */
                count?: string;
                /** @description Decimals to which an answer must be right; null: 2, or none where `significant` is given. */
                digits?: string;
                /** @description Significant figures to which an answer must be right, in place of `digits`. */
                significant?: string;
                /** @description Number of different exercises that the file holds, by the seeds from `seed` on. */
                variants?: number;
                /** @description Other parameters, packed: a query string in raw DEFLATE and base64url, as a short link has it. */
                z?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example moodle.xml
                 */
                format: "moodle.xml" | "qti.zip" | "scorm.zip" | "html" | "pdf" | "json";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                    "application/zip": string;
                    "text/html": string;
                    "application/pdf": string;
                    "application/json": components["schemas"]["ExerciseVariants"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exercise_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example moodle.xml
                 */
                format: "moodle.xml" | "qti.zip" | "scorm.zip" | "html" | "pdf" | "json";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "x*y + x",
                 *       "ask": [
                 *         "downstream"
                 *       ],
                 *       "seed": 1,
                 *       "variants": 2
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Kinds of blanks, or single blanks such as {"kind": "downstream", "edge": "e4"}; null: downstream gradients. */
                    ask?: (("value" | "local" | "downstream" | "term" | "shape" | "pattern" | "order" | "wrong_line" | "line") | components["schemas"]["BlankSelector"])[] | null;
                    /**
                     * @description Chooses among the blanks and, where no values are given, the values. The same seed is the same exercise.
                     * @default 0
                     */
                    seed?: number;
                    /** @description Number of blanks; null: all that the kinds allow. */
                    count?: number | null;
                    /** @description Decimals to which an answer must be right; null: 2, or none where `significant` is given. */
                    digits?: number | null;
                    /** @description Significant figures to which an answer must be right, in place of `digits`. */
                    significant?: number | null;
                    /**
                     * @description Number of different exercises that the file holds, by the seeds from `seed` on.
                     * @default 1
                     */
                    variants?: number;
                };
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                    "application/zip": string;
                    "text/html": string;
                    "application/pdf": string;
                    "application/json": components["schemas"]["ExerciseVariants"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grade: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       },
                 *       "ask": [
                 *         "downstream"
                 *       ],
                 *       "seed": 1,
                 *       "count": 2,
                 *       "answers": {
                 *         "b1": "3"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Kinds of blanks, or single blanks such as {"kind": "downstream", "edge": "e4"}; null: downstream gradients. */
                    ask?: (("value" | "local" | "downstream" | "term" | "shape" | "pattern" | "order" | "wrong_line" | "line") | components["schemas"]["BlankSelector"])[] | null;
                    /**
                     * @description Chooses among the blanks and, where no values are given, the values. The same seed is the same exercise.
                     * @default 0
                     */
                    seed?: number;
                    /** @description Number of blanks; null: all that the kinds allow. */
                    count?: number | null;
                    /** @description Decimals to which an answer must be right; null: 2, or none where `significant` is given. */
                    digits?: number | null;
                    /** @description Significant figures to which an answer must be right, in place of `digits`. */
                    significant?: number | null;
                    /** @description Answer to each blank, by its id: `-0.2`, `1/5`, `2e-1`; a pattern's name, a shape `2x3`, a gate. */
                    answers: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grades"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    train: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "L = mean(softplus(-y*(w*x + b)))",
                 *       "values": {
                 *         "x": [
                 *           1,
                 *           2,
                 *           -1
                 *         ],
                 *         "y": [
                 *           1,
                 *           1,
                 *           -1
                 *         ],
                 *         "w": 0,
                 *         "b": 0
                 *       },
                 *       "parameters": [
                 *         "w",
                 *         "b"
                 *       ],
                 *       "optimizer": "adam",
                 *       "iterations": 20,
                 *       "keep": 5
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The leaves that move; null: what is named like a weight or drawn at random, else all free names. */
                    parameters?: string[] | null;
                    /**
                     * @description A name such as adam, or a rule in the formula language, {"update": "v = 0.9*v + g; w = w - lr*v"}; null: the program's own loop runs, and its own lines are the optimizer.
                     * @default sgd
                     */
                    optimizer?: string | {
                        [key: string]: string;
                    } | null;
                    /** @description `lr` and the others, with PyTorch's names and defaults. */
                    settings?: {
                        [key: string]: number | boolean;
                    } | null;
                    /** @description {"kind": "step", "every": 30, "factor": 0.1}, or {"formula": "lr*(1 - t/T)"}: `t` counts updates from 0. */
                    schedule?: {
                        [key: string]: unknown;
                    } | null;
                    /** @description Number of updates; null: 200, or with `optimizer` null all rounds of the program's loop. */
                    iterations?: number | null;
                    /** @description Number of examples in a minibatch; null: all of them. */
                    batch?: number | null;
                    /** @description The arrays that minibatches are cut from, along the first axis. */
                    data?: string[] | null;
                    /**
                     * @description Seed of the order of the minibatches: NumPy's default_rng(seed).permutation.
                     * @default 0
                     */
                    seed?: number;
                    /**
                     * @description Number of entries in the answer, spread evenly, with the first and the last.
                     * @default 100
                     */
                    keep?: number;
                    /**
                     * @description The length of the gradient below which the run has converged.
                     * @default 1e-10
                     */
                    tolerance?: number;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDocument"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    train_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "L = mean(softplus(-y*(w*x + b)))",
                 *       "values": {
                 *         "x": [
                 *           1,
                 *           2,
                 *           -1
                 *         ],
                 *         "y": [
                 *           1,
                 *           1,
                 *           -1
                 *         ],
                 *         "w": 0,
                 *         "b": 0
                 *       },
                 *       "parameters": [
                 *         "w",
                 *         "b"
                 *       ],
                 *       "iterations": 20,
                 *       "language": "torch"
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The leaves that move; null: what is named like a weight or drawn at random, else all free names. */
                    parameters?: string[] | null;
                    /**
                     * @description A name such as adam, or a rule in the formula language, {"update": "v = 0.9*v + g; w = w - lr*v"}; null: the program's own loop runs, and its own lines are the optimizer.
                     * @default sgd
                     */
                    optimizer?: string | {
                        [key: string]: string;
                    } | null;
                    /** @description `lr` and the others, with PyTorch's names and defaults. */
                    settings?: {
                        [key: string]: number | boolean;
                    } | null;
                    /** @description {"kind": "step", "every": 30, "factor": 0.1}, or {"formula": "lr*(1 - t/T)"}: `t` counts updates from 0. */
                    schedule?: {
                        [key: string]: unknown;
                    } | null;
                    /** @description Number of updates; null: 200, or with `optimizer` null all rounds of the program's loop. */
                    iterations?: number | null;
                    /** @description Number of examples in a minibatch; null: all of them. */
                    batch?: number | null;
                    /** @description The arrays that minibatches are cut from, along the first axis. */
                    data?: string[] | null;
                    /**
                     * @description Seed of the order of the minibatches: NumPy's default_rng(seed).permutation.
                     * @default 0
                     */
                    seed?: number;
                    /**
                     * @description Number of entries in the answer, spread evenly, with the first and the last.
                     * @default 100
                     */
                    keep?: number;
                    /**
                     * @description The length of the gradient below which the run has converged.
                     * @default 1e-10
                     */
                    tolerance?: number;
                    /**
                     * @description Language to write it in.
                     * @default numpy
                     * @enum {string}
                     */
                    language?: "numpy" | "torch";
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    surface: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "x**2 + 50*y**2",
                 *       "values": {
                 *         "x": 1,
                 *         "y": 1
                 *       },
                 *       "origin": [
                 *         0,
                 *         0
                 *       ],
                 *       "along": [
                 *         [
                 *           1,
                 *           0
                 *         ]
                 *       ],
                 *       "steps": [
                 *         [
                 *           -1,
                 *           0,
                 *           1
                 *         ]
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description A vector over the entries of all parameters, one after the other, each in C order. */
                    origin: number[];
                    /** @description One or two such vectors. */
                    along: number[][];
                    /** @description Distances to go along each of them: the loss is that at origin + s*along[0] + t*along[1]. */
                    steps: number[][];
                    /** @description The leaves that the vectors are over; null: those that a run moves. */
                    parameters?: string[] | null;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurfaceDocument"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    field: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "X, y = moons(20, seed=1)\np = sigmoid(tanh(X @ W + b) @ v)\nL = -mean(y*log(p) + (1 - y)*log(1 - p))",
                 *       "values": {
                 *         "W": [
                 *           [
                 *             1,
                 *             2
                 *           ],
                 *           [
                 *             0,
                 *             1
                 *           ]
                 *         ],
                 *         "b": [
                 *           0,
                 *           1
                 *         ],
                 *         "v": [
                 *           1,
                 *           -1
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The leaves that a run moves; null: what is named like a weight or drawn at random, else all free names. */
                    parameters?: string[] | null;
                    /** @description The points and their labels; null: the arrays with the longest first axis. */
                    data?: string[] | null;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldDocument"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    minibatches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "L = mean(softplus(-y*(w*x + b)))",
                 *       "values": {
                 *         "x": [
                 *           1,
                 *           2,
                 *           -1
                 *         ],
                 *         "y": [
                 *           1,
                 *           1,
                 *           -1
                 *         ],
                 *         "w": 0,
                 *         "b": 0
                 *       },
                 *       "parameters": [
                 *         "w",
                 *         "b"
                 *       ],
                 *       "batch": 2
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Number of examples in a minibatch. */
                    batch: number;
                    /** @description The parameters there, all entries one after the other; null: where a run would begin. */
                    at?: number[] | null;
                    /**
                     * @description Seed of the order of the minibatches.
                     * @default 0
                     */
                    seed?: number;
                    /** @description The leaves that a run moves; null: what is named like a weight or drawn at random, else all free names. */
                    parameters?: string[] | null;
                    /** @description The arrays that minibatches are cut from, along the first axis. */
                    data?: string[] | null;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FanDocument"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    optimizers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptimizerTable"];
                };
            };
        };
    };
    train_render: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example svg
                 */
                format: "svg" | "png" | "pdf" | "gif" | "webp" | "mp4" | "pptx" | "html";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "L = mean(softplus(-y*(w*x + b)))",
                 *       "values": {
                 *         "x": [
                 *           1,
                 *           2,
                 *           -1
                 *         ],
                 *         "y": [
                 *           1,
                 *           1,
                 *           -1
                 *         ],
                 *         "w": 0,
                 *         "b": 0
                 *       },
                 *       "parameters": [
                 *         "w",
                 *         "b"
                 *       ],
                 *       "iterations": 20,
                 *       "with_graph": false
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The leaves that move; null: what is named like a weight or drawn at random, else all free names. */
                    parameters?: string[] | null;
                    /**
                     * @description A name such as adam, or a rule in the formula language, {"update": "v = 0.9*v + g; w = w - lr*v"}; null: the program's own loop runs, and its own lines are the optimizer.
                     * @default sgd
                     */
                    optimizer?: string | {
                        [key: string]: string;
                    } | null;
                    /** @description `lr` and the others, with PyTorch's names and defaults. */
                    settings?: {
                        [key: string]: number | boolean;
                    } | null;
                    /** @description {"kind": "step", "every": 30, "factor": 0.1}, or {"formula": "lr*(1 - t/T)"}: `t` counts updates from 0. */
                    schedule?: {
                        [key: string]: unknown;
                    } | null;
                    /** @description Number of updates; null: 200, or with `optimizer` null all rounds of the program's loop. */
                    iterations?: number | null;
                    /** @description Number of examples in a minibatch; null: all of them. */
                    batch?: number | null;
                    /** @description The arrays that minibatches are cut from, along the first axis. */
                    data?: string[] | null;
                    /**
                     * @description Seed of the order of the minibatches: NumPy's default_rng(seed).permutation.
                     * @default 0
                     */
                    seed?: number;
                    /**
                     * @description Number of entries in the answer, spread evenly, with the first and the last.
                     * @default 100
                     */
                    keep?: number;
                    /**
                     * @description The length of the gradient below which the run has converged.
                     * @default 1e-10
                     */
                    tolerance?: number;
                    /**
                     * @description The palette.
                     * @default light
                     * @enum {string}
                     */
                    theme?: "light" | "dark";
                    /**
                     * @description Times the size, 0.1 to 10; pixels per unit where there are pixels.
                     * @default 1
                     */
                    scale?: number;
                    /**
                     * @description No background.
                     * @default false
                     */
                    transparent?: boolean;
                    /**
                     * @description Seconds for which an update stays where the picture moves, 0.05 to 20.
                     * @default 0.3
                     */
                    seconds?: number;
                    /**
                     * @description True if an SVG carries its letters, some 30 kB.
                     * @default true
                     */
                    fonts?: boolean;
                    /**
                     * @description A PPTX with shapes that can be edited, instead of pictures.
                     * @default false
                     */
                    native?: boolean;
                    /**
                     * @description Number of the kept updates that a film or a deck shows, spread evenly, the first and the last among them.
                     * @default 30
                     */
                    frames?: number;
                    /** @description Update at which the cursor of a still picture stands and an HTML file begins; null: at the last update, which is the first of an HTML file. */
                    update?: number | null;
                    /**
                     * @description With the graph at each update above the curves.
                     * @default true
                     */
                    with_graph?: boolean;
                };
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                    "image/png": string;
                    "application/pdf": string;
                    "image/gif": string;
                    "image/webp": string;
                    "video/mp4": string;
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                    "text/html": string;
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    gradcheck_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example csv
                 */
                format: "csv" | "svg" | "png" | "pdf";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = (x + y)*z",
                 *       "values": {
                 *         "x": -2,
                 *         "y": 5,
                 *         "z": -4
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The step, over 0 and at most 1; null: 1e-5 for central differences, 1e-8 for forward ones. */
                    h?: number | null;
                    /**
                     * @description The difference quotient: (f(x + h) - f(x - h)) / 2h, or (f(x + h) - f(x)) / h.
                     * @default central
                     * @enum {unknown}
                     */
                    kind?: "central" | "forward";
                    /** @description Break the backward pass at one gate first. */
                    fault?: components["schemas"]["FaultRequest"] | null;
                    /**
                     * @description Measure how long both ways take: the answer then differs from time to time.
                     * @default false
                     */
                    timed?: boolean;
                    /**
                     * @description The palette.
                     * @default light
                     * @enum {string}
                     */
                    theme?: "light" | "dark";
                    /**
                     * @description Times the size, 0.1 to 10; pixels per unit of a PNG.
                     * @default 1
                     */
                    scale?: number;
                };
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "image/svg+xml": string;
                    "image/png": string;
                    "application/pdf": string;
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hessian_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example csv
                 */
                format: "csv" | "svg" | "png" | "pdf";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "(1 - x)**2 + 100*(y - x**2)**2",
                 *       "values": {
                 *         "x": 1,
                 *         "y": 1
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description The leaves whose entries are the rows, each once; null: all that the output depends on. */
                    wrt?: string[] | null;
                    /**
                     * @description The palette.
                     * @default light
                     * @enum {string}
                     */
                    theme?: "light" | "dark";
                    /**
                     * @description Times the size, 0.1 to 10; pixels per unit of a PNG.
                     * @default 1
                     */
                    scale?: number;
                };
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "image/svg+xml": string;
                    "image/png": string;
                    "application/pdf": string;
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lessons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonTable"];
                };
            };
        };
    };
    own_lesson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "---\ntitle: The product swaps\n---\n## One product\n```\nf = x * y\n```\nvalues: {x: 3, y: -4}\ndo: step last\n> Play on: each input gets the value of the other.\n"
                 *     }
                 */
                "application/json": {
                    /** @description Content of the file. */
                    text: string;
                    /**
                     * @description Name of the file; errors say it.
                     * @default lesson.md
                     */
                    file?: string;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lesson"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lesson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the lesson, as the list has it.
                 * @example first-graph
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lesson"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lesson_picture: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "f = x*x",
                 *       "values": {
                 *         "x": 2
                 *       },
                 *       "picture": "curve f over x"
                 *     }
                 */
                "application/json": {
                    /** @description The formula or program. The page `/docs` and docs/language.md say what can be written. */
                    source: string;
                    /** @description A finite number, or nested lists of them, for each free name. */
                    values?: {
                        [key: string]: components["schemas"]["Value"];
                    };
                    /** @description The name whose gradients are wanted; null: the last expression or assignment. */
                    output?: string | null;
                    /** @description dL/d(output): a number or nested lists in the output's shape; null: ones. */
                    upstream?: components["schemas"]["Value"] | null;
                    /**
                     * @description Functions as their gates, closed into one box each, or everything taken apart into scalars.
                     * @default gates
                     * @enum {unknown}
                     */
                    view?: "gates" | "functions" | "units";
                    /**
                     * @description Ids or names of functions drawn open whatever the view says.
                     * @default []
                     */
                    open?: string[];
                    /**
                     * @description Ids or names of functions drawn closed whatever the view says.
                     * @default []
                     */
                    closed?: string[];
                    /**
                     * @description Give a name without a value a default, marked as one, instead of an error.
                     * @default false
                     */
                    defaults?: boolean;
                    /**
                     * @description If true and shapes do not fit, draw what was read up to that place instead of an error.
                     * @default false
                     */
                    partial?: boolean;
                    /**
                     * @description The round that is drawn of a loop of which only one is, because it trains or would not fit: counted from 1.
                     * @default 1
                     */
                    round?: number;
                    /**
                     * @description Direction of the wires: right, operands one below the other, or down, operands side by side.
                     * @default right
                     * @enum {unknown}
                     */
                    flow?: "right" | "down";
                    /** @description Width / height of the window, 0.1 to 10: a longer graph is broken into rows where that shows it larger. Null: one row. */
                    aspect?: number | null;
                    /**
                     * @description Derivatives that go along: reverse mode hands gradients back, forward mode carries tangents on.
                     * @default reverse
                     * @enum {unknown}
                     */
                    mode?: "reverse" | "forward";
                    /** @description Tangents of forward mode: d(leaf)/d(direction), for each variable that moves a number or nested lists in its shape. Null: the first variable moves by 1, each of its entries. */
                    direction?: {
                        [key: string]: components["schemas"]["Value"];
                    } | null;
                    /**
                     * @description The graph of the program, or of its backward pass: forward half, mirrored half, saved values between them.
                     * @default forward
                     * @enum {unknown}
                     */
                    graph?: "forward" | "backward";
                    /**
                     * @description Each step with its own sentence and formula, or a CompactTrace: each sentence and formula once, with the numbers apart. For many readers and large graphs; `/api/v1/trace` alone takes it.
                     * @default full
                     * @enum {unknown}
                     */
                    words?: "full" | "templates";
                    /** @description Shapes and costs without numbers, for sizes that nobody would run: the shape of each free name, [] being one number; names in `values` have the shape of their value. Null: numbers are computed. */
                    shapes_only?: {
                        [key: string]: number[];
                    } | null;
                    /**
                     * @description The language of sentences: those of steps, notices and errors. Numbers keep their point, as formulas do.
                     * @default en
                     * @enum {unknown}
                     */
                    lang?: "en" | "de";
                    /** @description Text after `picture:` in a lesson's file. */
                    picture: string;
                    /** @description Choices of the scene, as the lesson has them. */
                    choose?: components["schemas"]["Choose"] | null;
                    /** @description Room in pixels: what is wider breaks into lines; null: as wide as the picture is. */
                    width?: number | null;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PictureDocument"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deck: {
        parameters: {
            query?: {
                /** @description The theme of slides; a handout is always light. */
                theme?: "light" | "dark";
                /** @description A PPTX with shapes that can be edited instead of pictures. */
                native?: boolean;
                /** @description Language of the sentences, where the lesson is translated. */
                lang?: "en" | "de";
            };
            header?: never;
            path: {
                /**
                 * @description The id of the lesson, as the list has it.
                 * @example first-graph
                 */
                id: string;
                /**
                 * @description The kind of file.
                 * @example md
                 */
                format: "html" | "pptx" | "pdf" | "md";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                    "application/pdf": string;
                    "text/markdown": string;
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    own_deck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The kind of file.
                 * @example md
                 */
                format: "html" | "pptx" | "pdf" | "md";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "---\ntitle: The product swaps\n---\n## One product\n```\nf = x * y\n```\nvalues: {x: 3, y: -4}\ndo: step last\n> Play on: each input gets the value of the other.\n"
                 *     }
                 */
                "application/json": {
                    /** @description Content of the file. */
                    text: string;
                    /**
                     * @description Name of the file; errors say it.
                     * @default lesson.md
                     */
                    file?: string;
                    /**
                     * @description Theme of slides; a handout is always light.
                     * @default light
                     * @enum {unknown}
                     */
                    theme?: "light" | "dark";
                    /**
                     * @description True: a PPTX with shapes that can be edited, not pictures.
                     * @default false
                     */
                    native?: boolean;
                };
            };
        };
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation": string;
                    "application/pdf": string;
                    "text/markdown": string;
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ops: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpTable"];
                };
            };
        };
    };
    examples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExampleTable"];
                };
            };
        };
    };
    limits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitTable"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description State of the process.
                         * @constant
                         */
                        status: "ok";
                        /** @description Version of the service. */
                        version: string;
                    };
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description State of the process.
                         * @constant
                         */
                        status: "ready";
                    };
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activations: {
        parameters: {
            query?: {
                /**
                 * @description The names of the activations, separated by commas; all if left out.
                 * @example tanh,relu
                 */
                names?: string;
                /** @description The left end of the curves; -6 if left out. */
                low?: number;
                /** @description The right end; 6 if left out. */
                high?: number;
                /** @description Places of each curve, 2 to 1,001; 121 if left out. */
                points?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activations"];
                };
            };
            /** @description The request could not be answered */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request could not be answered */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
export type Array = components["schemas"]["Number"] | Array[] | components["schemas"]["Large"] | components["schemas"]["AbstractArray"];
export type Value = number | Value[];
