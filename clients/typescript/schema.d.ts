// Generated from docs/openapi.json by npm run types. SHA-256 of docs/openapi.json:
// ea5df763f3f8c69d62ca4e0e73f4f0a67ce2a5efad5d46267bdeb780ba088168

export interface paths {
    "/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the state and the summary of an object */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the text of a document with its blocks */
        get: operations["getText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the documents that are most similar to one */
        get: operations["listSimilar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/original": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a link to the uploaded file */
        get: operations["getOriginal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/entities/{type}/{key}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List documents that mention a name, newest first */
        get: operations["listMentions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/speakers/{type}/{key}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the statements of a speaker, newest document first */
        get: operations["listStatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List documents, newest first */
        get: operations["listDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List objects that failed, the last failure first */
        get: operations["listFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find documents by words in their titles, names or keywords, or by meaning, best first */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/entities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List names that begin with some letters */
        get: operations["listNames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count objects by day and status */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a form that uploads one file */
        post: operations["createUpload"];
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
         * Attribution
         * @description Who said what.
         */
        Attribution: {
            /** @description as written: a name, a pronoun or a role */
            speaker?: components["schemas"]["Span"];
            /**
             * Entity
             * @description name of the entity that the speaker resolves to
             */
            entity?: string;
            /** @description the word that attributes, for example `said` */
            cue?: components["schemas"]["Span"];
            /**
             * Content
             * @description what was said; several spans if it is interrupted
             */
            content: components["schemas"]["Span"][];
            /**
             * Quotation
             * @enum {string}
             */
            quotation: "direct" | "indirect";
            /**
             * Turn
             * @description true if the content is a turn of a transcript; it has no cue
             * @constant
             */
            turn?: true;
            /**
             * Outlet
             * @description the news outlet that the passage is taken from, if the text names it
             */
            outlet?: string;
            /**
             * Confidence
             * @description probability that the text attributes this content to this speaker
             */
            confidence?: number;
        };
        /**
         * BlockKind
         * @description The role of a block in its document.
         * @enum {string}
         */
        BlockKind: "heading" | "paragraph" | "list_item" | "quotation" | "table" | "caption" | "code" | "turn";
        /**
         * Code
         * @description Stable codes of permanent failures. Codes are never renamed, because rows, alarms and other services use them.
         * @enum {string}
         */
        Code: "unsupported" | "encrypted" | "corrupt" | "empty" | "too_large" | "timed_out" | "out_of_memory" | "crashed" | "ocr_unavailable" | "archived" | "access_denied" | "retries_exhausted" | "stalled" | "malformed_event";
        /**
         * DayCounts
         * @description The number of objects of a day by status.
         */
        DayCounts: {
            /** Day */
            day: string;
            /** Counts */
            counts: {
                [key: string]: number;
            };
        };
        /**
         * DocumentAnswer
         * @description The state of an object, and its last good summary.
         */
        DocumentAnswer: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            status: components["schemas"]["Status"];
            state: components["schemas"]["State"];
            summary?: components["schemas"]["Summary"];
        };
        /**
         * DocumentEntry
         * @description An object in a list of documents.
         */
        DocumentEntry: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /** @description the status of the newest version */
            status: components["schemas"]["Status"];
            /**
             * Updated At
             * @description when the status changed
             */
            updated_at: string;
            /**
             * Uploaded At
             * @description absent for DELETED
             */
            uploaded_at?: string;
            /** Title */
            title?: string;
            /**
             * Short Summary
             * @description the summary, cut after 280 code points
             */
            short_summary?: string;
            /** Media Type */
            media_type?: string;
            /**
             * Language
             * @description ISO 639-1
             */
            language?: string;
            /**
             * Published At
             * @description ISO 8601, as the document states it
             */
            published_at?: string;
            /** Words */
            words?: number;
            /**
             * Size
             * @description bytes of the upload
             */
            size?: number;
            /**
             * Code
             * @description why the newest version failed
             */
            code?: string;
            /** Message */
            message?: string;
            /**
             * Advice
             * @description what to do about the failure
             */
            advice?: string;
        };
        /**
         * DocumentLocation
         * @description The location of the Document that all spans refer to: gzip-compressed JSON in S3.
         */
        DocumentLocation: {
            /** Bucket */
            bucket: string;
            /** Key */
            key: string;
        };
        /**
         * DocumentText
         * @description A part of the Document's text, and the blocks in it.
         */
        DocumentText: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /**
             * Start
             * @description position of the first code point of `text` in the whole text
             */
            start: number;
            /** End */
            end: number;
            /**
             * Characters
             * @description code points of the whole text
             */
            characters: number;
            /** Text */
            text: string;
            /** Blocks */
            blocks: components["schemas"]["TextBlock"][];
            /**
             * Pages
             * @description with `layout`: the pages with lines of this part; absent if the format has none
             */
            pages?: components["schemas"]["TextPage"][];
            /**
             * Next
             * @description the `start` of the next part; absent at the end
             */
            next?: number;
        };
        /**
         * Documents
         * @description A page of documents.
         */
        Documents: {
            /** Items */
            items: components["schemas"]["DocumentEntry"][];
            /**
             * Next
             * @description the cursor of the next page; absent at the end
             */
            next?: string;
        };
        /**
         * Entity
         * @description A person, organization or place that the document mentions.
         */
        Entity: {
            /**
             * Name
             * @description the longest suitable form
             */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "PERSON" | "ORGANIZATION" | "LOCATION";
            /**
             * Aliases
             * @description every other form as written, including misspellings
             */
            aliases: string[];
            /** Mentions */
            mentions: components["schemas"]["Span"][];
            /** Salience */
            salience: number;
        };
        /**
         * Failure
         * @description An object whose newest version failed.
         */
        Failure: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /**
             * Status
             * @default FAILED
             * @constant
             */
            status?: "FAILED";
            /** Updated At */
            updated_at: string;
            /** Uploaded At */
            uploaded_at?: string;
            /** Version Id */
            version_id?: string;
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Advice */
            advice: string;
            /** Attempts */
            attempts: number;
            /** Last Error */
            last_error?: string;
            /**
             * Has Summary
             * @description whether the summary of an earlier version is readable
             */
            has_summary: boolean;
        };
        /**
         * Failures
         * @description A page of failures.
         */
        Failures: {
            /** Items */
            items: components["schemas"]["Failure"][];
            /** Next */
            next?: string;
        };
        /**
         * Found
         * @description A document that a search has found.
         */
        Found: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /** @description the status of the newest version */
            status: components["schemas"]["Status"];
            /**
             * Updated At
             * @description when the status changed
             */
            updated_at: string;
            /**
             * Uploaded At
             * @description absent for DELETED
             */
            uploaded_at?: string;
            /** Title */
            title?: string;
            /**
             * Short Summary
             * @description the summary, cut after 280 code points
             */
            short_summary?: string;
            /** Media Type */
            media_type?: string;
            /**
             * Language
             * @description ISO 639-1
             */
            language?: string;
            /**
             * Published At
             * @description ISO 8601, as the document states it
             */
            published_at?: string;
            /** Words */
            words?: number;
            /**
             * Size
             * @description bytes of the upload
             */
            size?: number;
            /**
             * Code
             * @description why the newest version failed
             */
            code?: string;
            /** Message */
            message?: string;
            /**
             * Advice
             * @description what to do about the failure
             */
            advice?: string;
            /**
             * Score
             * @description 0 to 1: by where the words are, halved for every 180 days of age; with the mode `meaning`, the similarity of the document and the question
             */
            score: number;
            /**
             * Highlights
             * @description empty with the mode `meaning`
             */
            highlights: components["schemas"]["FoundHighlight"][];
        };
        /**
         * FoundHighlight
         * @description Where a title, a name or a keyword matches the words.
         */
        FoundHighlight: {
            /**
             * Field
             * @enum {string}
             */
            field: "title" | "entities" | "keywords";
            /** Text */
            text: string;
            /**
             * Ranges
             * @description start and end in `text`, in Unicode code points, in order
             */
            ranges: [
                number,
                number
            ][];
        };
        /**
         * KeyPoint
         * @description An important sentence. Key points are in order of importance.
         */
        KeyPoint: {
            span: components["schemas"]["Span"];
            /** Score */
            score: number;
            /**
             * Entities
             * @description names of the entities in the sentence, in order
             */
            entities?: string[];
        };
        /**
         * KnownName
         * @description A name that documents mention.
         */
        KnownName: {
            /**
             * Type
             * @enum {string}
             */
            type: "PERSON" | "ORGANIZATION" | "LOCATION";
            /**
             * Key
             * @description the key for the routes of one name
             */
            key: string;
            /**
             * Name
             * @description the name as written in a document
             */
            name: string;
        };
        /**
         * KnownNames
         * @description A page of names.
         */
        KnownNames: {
            /** Items */
            items: components["schemas"]["KnownName"][];
            /** Next */
            next?: string;
        };
        /**
         * LanguageRange
         * @description A part of the text in one language.
         */
        LanguageRange: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /**
             * Language
             * @description ISO 639-1; absent if it was not recognized
             */
            language?: string;
        };
        /**
         * Mention
         * @description A document that mentions a name.
         */
        Mention: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /** Uploaded At */
            uploaded_at: string;
            /** Published At */
            published_at?: string;
            /** Title */
            title?: string;
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "PERSON" | "ORGANIZATION" | "LOCATION";
            /**
             * Aliases
             * @description the first ten other forms, as written
             */
            aliases: string[];
            /**
             * Agreement
             * @description how well the name agrees with that of the request
             * @enum {string}
             */
            agreement: "same" | "partly" | "close" | "unknown";
            /** Mentions */
            mentions: number;
            /** Salience */
            salience: number;
        };
        /**
         * Mentions
         * @description A page of documents that mention a name.
         */
        Mentions: {
            /** Items */
            items: components["schemas"]["Mention"][];
            /** Next */
            next?: string;
        };
        /**
         * Original
         * @description A link to the upload.
         */
        Original: {
            /** Url */
            url: string;
            /** Expires At */
            expires_at: string;
            /** Name */
            name: string;
            /** Version Id */
            version_id?: string;
            /** Media Type */
            media_type?: string;
            /** Size */
            size?: number;
        };
        /**
         * Part
         * @description A file within the upload: an attachment of a message or a member of an archive. Its text is `text[start:end]`.
         */
        Part: {
            /**
             * Name
             * @description its path within the upload, separated by `/`
             */
            name: string;
            /**
             * Media Type
             * @description media type detected from its bytes; absent if they were not read
             */
            media_type?: string;
            /** Start */
            start: number;
            /**
             * End
             * @description the same as `start` if it has no text
             */
            end: number;
            /**
             * Code
             * @description why it could not be read: one of the codes of failures
             */
            code?: string;
            /**
             * Message
             * @description the same as a sentence
             */
            message?: string;
        };
        /**
         * PipelineWarning
         * @description A limitation of the result, for example truncated text, a skipped part or an unsupported language.
         */
        PipelineWarning: {
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * Problem
         * @description An error: what is wrong, and what to do.
         */
        Problem: {
            /**
             * Status
             * @description the HTTP status
             */
            status: number;
            /**
             * Title
             * @description the HTTP status in words
             */
            title: string;
            /**
             * Code
             * @description stable code of the error; docs/api.md lists all
             */
            code: string;
            /**
             * Detail
             * @description what is wrong and what to do
             */
            detail: string;
            /**
             * Errors
             * @description the wrong parameters
             */
            errors?: components["schemas"]["WrongParameter"][];
        };
        /**
         * Provenance
         * @description The versions, models and durations that produced the Summary.
         */
        Provenance: {
            /** Pipeline Version */
            pipeline_version: string;
            /** Parser */
            parser: string;
            /**
             * Models
             * @description model revisions by task
             */
            models: {
                [key: string]: string;
            };
            /**
             * Milliseconds
             * @description duration by stage
             */
            milliseconds: {
                [key: string]: number;
            };
            /** Warnings */
            warnings?: components["schemas"]["PipelineWarning"][];
        };
        /**
         * SearchResults
         * @description A page of a search: the best of the documents that this request has found.
         */
        SearchResults: {
            /** Items */
            items: components["schemas"]["Found"][];
            /**
             * Next
             * @description the cursor of the next page, which can have further documents; absent at the end
             */
            next?: string;
        };
        /**
         * Section
         * @description A part of the document under a heading, up to the next heading of the same or a higher level.
         */
        Section: {
            heading: components["schemas"]["Span"];
            /** Level */
            level: number;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** @description the sentence that best summarizes a longer section */
            summary?: components["schemas"]["Span"];
        };
        /**
         * SimilarDocument
         * @description A document that is similar to another one.
         */
        SimilarDocument: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /** @description the status of the newest version */
            status: components["schemas"]["Status"];
            /**
             * Updated At
             * @description when the status changed
             */
            updated_at: string;
            /**
             * Uploaded At
             * @description absent for DELETED
             */
            uploaded_at?: string;
            /** Title */
            title?: string;
            /**
             * Short Summary
             * @description the summary, cut after 280 code points
             */
            short_summary?: string;
            /** Media Type */
            media_type?: string;
            /**
             * Language
             * @description ISO 639-1
             */
            language?: string;
            /**
             * Published At
             * @description ISO 8601, as the document states it
             */
            published_at?: string;
            /** Words */
            words?: number;
            /**
             * Size
             * @description bytes of the upload
             */
            size?: number;
            /**
             * Code
             * @description why the newest version failed
             */
            code?: string;
            /** Message */
            message?: string;
            /**
             * Advice
             * @description what to do about the failure
             */
            advice?: string;
            /**
             * Score
             * @description similarity of both documents (0 to 1)
             */
            score: number;
        };
        /**
         * SimilarDocuments
         * @description The documents that are most similar to one document, the most similar first.
         */
        SimilarDocuments: {
            /** Items */
            items: components["schemas"]["SimilarDocument"][];
        };
        /**
         * Source
         * @description The version of the object that a Document was made from.
         */
        Source: {
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /** Bucket */
            bucket: string;
            /** Key */
            key: string;
            /** Version Id */
            version_id?: string;
            /** Etag */
            etag?: string;
            /**
             * Size
             * @description bytes
             */
            size: number;
            /**
             * Media Type
             * @description detected from the bytes, regardless of the file name
             */
            media_type: string;
            /**
             * Sequencer
             * @description orders the uploads and removals of this key; from S3
             */
            sequencer: string;
            /**
             * Generation
             * @description 0 for an S3 event, higher if the same version is processed again
             * @default 0
             */
            generation?: number;
            /** Uploaded At */
            uploaded_at: string;
            /** Sha256 */
            sha256: string;
            /**
             * Supersedes
             * @description version id of the version that was current before
             */
            supersedes?: string;
        };
        /**
         * Span
         * @description A range of a Document's text: `document.text[start:end] == text`, in Unicode code points.
         */
        Span: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Text */
            text: string;
            /**
             * Page
             * @description page, slide or sheet on which the span begins, if the format has pages; within an attachment, its own pages count
             */
            page?: number;
        };
        /**
         * State
         * @description The state row of an object. A tombstone (DELETED) keeps only the URI, the revision and its expiry time.
         */
        State: {
            /** Uri */
            uri: string;
            status: components["schemas"]["Status"];
            /** Sequencer */
            sequencer: string;
            /** Generation */
            generation: number;
            /** Updated At */
            updated_at: string;
            /** Version Id */
            version_id?: string;
            /** Uploaded At */
            uploaded_at?: string;
            /**
             * Supersedes
             * @description version id of the version that was current before
             */
            supersedes?: string;
            /**
             * Replaces
             * @description revision that the row had before this claim; null if there was no row
             */
            replaces?: string;
            /**
             * Index Id
             * @description id of the last good Summary and of its index rows
             */
            index_id?: string;
            /**
             * Attempts
             * @description number of times Parse started to process this revision
             * @default 0
             */
            attempts?: number;
            /**
             * Sent Again
             * @description number of times the sweep sent the object again because it had stalled
             * @default 0
             */
            sent_again?: number;
            /**
             * Code
             * @description why it FAILED; shared.errors.Code lists the stable codes
             */
            code?: string;
            /** Message */
            message?: string;
            /** Advice */
            advice?: string;
            /**
             * Last Error
             * @description the last failure that was retried
             */
            last_error?: string;
            /**
             * Looked Up
             * @description found by a lookup of the current version: it may be newer than its revision
             * @default false
             */
            looked_up?: boolean;
            /**
             * Entities
             * @description the ten most salient names as TYPE#key, if EventsNameEntities is on
             */
            entities?: string[];
            /**
             * Expires At
             * @description epoch seconds at which a tombstone expires
             */
            expires_at?: number;
        };
        /**
         * Statement
         * @description A statement of a speaker.
         */
        Statement: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /** Uploaded At */
            uploaded_at: string;
            /** Published At */
            published_at?: string;
            /** Title */
            title?: string;
            /** Name */
            name: string;
            /**
             * Type
             * @enum {string}
             */
            type: "PERSON" | "ORGANIZATION" | "LOCATION";
            /**
             * Aliases
             * @description the first ten other forms, as written
             */
            aliases: string[];
            /**
             * Agreement
             * @description how well the name agrees with that of the request
             * @enum {string}
             */
            agreement: "same" | "partly" | "close" | "unknown";
            /**
             * Speaker
             * @description as written: a name, a pronoun or a role
             */
            speaker?: string;
            /** Cue */
            cue?: string;
            /**
             * Quote
             * @description the statement, cut after 1,000 code points
             */
            quote: string;
            /**
             * Quotation
             * @enum {string}
             */
            quotation: "direct" | "indirect";
            /** Outlet */
            outlet?: string;
            /** Confidence */
            confidence?: number;
            /**
             * Turn
             * @description true for a turn of a transcript
             */
            turn?: boolean;
            /** Start */
            start: number;
            /** End */
            end: number;
        };
        /**
         * Statements
         * @description A page of statements.
         */
        Statements: {
            /** Items */
            items: components["schemas"]["Statement"][];
            /** Next */
            next?: string;
        };
        /**
         * Statistics
         * @description Sizes of the document's text.
         */
        Statistics: {
            /**
             * Characters
             * @description Unicode code points
             */
            characters: number;
            /** Words */
            words: number;
            /** Sentences */
            sentences: number;
            /** Paragraphs */
            paragraphs: number;
            /** Pages */
            pages?: number;
        };
        /**
         * Stats
         * @description Counts of a period.
         */
        Stats: {
            /**
             * From
             * @description the first day
             */
            from: string;
            /**
             * To
             * @description the last day
             */
            to: string;
            /**
             * Complete
             * @description false if the counting stopped at a limit; the counts are then too low
             */
            complete: boolean;
            /**
             * Failures
             * @description the failures of the period by code
             */
            failures: {
                [key: string]: number;
            };
            /**
             * Days
             * @description newest first
             */
            days: components["schemas"]["DayCounts"][];
        };
        /**
         * Status
         * @description The status of an object in the pipeline. All except PROCESSING are terminal.
         * @enum {string}
         */
        Status: "PROCESSING" | "SUMMARIZED" | "FAILED" | "DELETED";
        /**
         * Summary
         * @description The structured, grounded summary of one upload. docs/summary.schema.json is generated from this model.
         */
        Summary: {
            /** Title */
            title?: string;
            /** @description the title's range in the text; absent if the title comes from the document's metadata */
            title_span?: components["schemas"]["Span"];
            summary: components["schemas"]["SummaryText"];
            /** Key Points */
            key_points: components["schemas"]["KeyPoint"][];
            /** Attributions */
            attributions?: components["schemas"]["Attribution"][];
            /** Entities */
            entities?: components["schemas"]["Entity"][];
            /** Timeline */
            timeline?: components["schemas"]["TimelineEntry"][];
            /**
             * Keywords
             * @description phrases and names as written, best first
             */
            keywords?: string[];
            /** Sections */
            sections?: components["schemas"]["Section"][];
            statistics: components["schemas"]["Statistics"];
            /**
             * Languages
             * @description the parts of a text in several languages, in order; absent if all of it is in `language`
             */
            languages?: components["schemas"]["LanguageRange"][];
            /**
             * Schema Version
             * @default 1
             */
            schema_version?: number;
            source: components["schemas"]["Source"];
            document: components["schemas"]["DocumentLocation"];
            /** Byline */
            byline?: string;
            /** Published At */
            published_at?: string;
            /** Publisher */
            publisher?: string;
            /** Language */
            language?: string;
            /**
             * Standfirst
             * @description the summary sentence below the title of an article
             */
            standfirst?: string;
            /** Recipients */
            recipients?: string;
            /** Dateline */
            dateline?: string;
            /** Rights */
            rights?: string;
            /**
             * Parts
             * @description attachments of a message, members of an archive
             */
            parts?: components["schemas"]["Part"][];
            provenance: components["schemas"]["Provenance"];
        };
        /**
         * SummarySentence
         * @description A sentence of a summary and its evidence.
         */
        SummarySentence: {
            /** Text */
            text: string;
            /**
             * Evidence
             * @description positions in the `evidence` of the summary
             */
            evidence: number[];
            /**
             * Pieces
             * @description the ranges of the document that the text consists of, in order, if it is cut from its evidence
             */
            pieces?: components["schemas"]["Span"][];
        };
        /**
         * SummaryText
         * @description A few sentences that summarize the document.
         */
        SummaryText: {
            /** Text */
            text: string;
            /**
             * Method
             * @description extractive: sentences of the document; abstractive: written by a model; described: what a document without sentences contains, for example a table
             * @enum {string}
             */
            method: "extractive" | "abstractive" | "described";
            /**
             * Model
             * @description name of the model or the rules that chose or wrote the sentences
             */
            model: string;
            /**
             * Revision
             * @description its revision: a commit, the SHA-256 of its file, or the version of the rules or of the prompt
             */
            revision: string;
            /**
             * Evidence
             * @description sentences or pieces of the document that the summary consists of or is based on
             */
            evidence: components["schemas"]["Span"][];
            /**
             * Sentences
             * @description the sentences of the text
             */
            sentences?: components["schemas"]["SummarySentence"][];
            /**
             * Dropped
             * @description number of written sentences that the text does not support, by reason
             */
            dropped?: {
                [key: string]: number;
            };
        };
        /**
         * TextBlock
         * @description A block of the text. Its positions refer to the whole text.
         */
        TextBlock: {
            kind: components["schemas"]["BlockKind"];
            /** Start */
            start: number;
            /** End */
            end: number;
            /**
             * Level
             * @description level of a heading; 1 is the highest
             */
            level?: number;
            /**
             * Page
             * @description page on which the block begins
             */
            page?: number;
            /**
             * Rows
             * @description cells of a table; only where the table begins in this part of the text
             */
            rows?: string[][];
            /** Speaker */
            speaker?: string;
            /**
             * Spoken From
             * @description where the words of a turn begin
             */
            spoken_from?: number;
            /**
             * Notice
             * @description true for what surrounds the text of a message, such as a notice of confidentiality
             */
            notice?: boolean;
        };
        /**
         * TextPage
         * @description A page of a PDF or a picture: the rectangles of its lines of text.
         */
        TextPage: {
            /**
             * Number
             * @description page number in its file
             */
            number: number;
            /**
             * Part
             * @description position in `parts` of the summary of the file with this page; absent for the upload
             */
            part?: number;
            /**
             * Width
             * @description of the page as it is displayed, in points; in pixels if it is a picture
             */
            width: number;
            /** Height */
            height: number;
            /**
             * Lines
             * @description start and end of each line in the whole text, and its corners x0, y0, x1, y1, from 0 to 10,000
             */
            lines: [
                number,
                number,
                number,
                number,
                number,
                number
            ][];
        };
        /**
         * TimelineEntry
         * @description A date in the text, normalised.
         */
        TimelineEntry: {
            /**
             * Date
             * @description ISO 8601: a year, month, day, quarter (2019-Q3) or range (start/end)
             */
            date: string;
            /** @description the date as written */
            span: components["schemas"]["Span"];
            sentence: components["schemas"]["Span"];
        };
        /**
         * Upload
         * @description A form that uploads one file to S3: `fields`, then a field `file`, as multipart/form-data to `url`.
         */
        Upload: {
            /**
             * Id
             * @description the URI in base64url without padding
             */
            id: string;
            /**
             * Uri
             * @description s3://bucket/key; the key is not URL-encoded
             */
            uri: string;
            /** Url */
            url: string;
            /** Fields */
            fields: {
                [key: string]: string;
            };
            /** Max Bytes */
            max_bytes: number;
            /** Expires At */
            expires_at: string;
        };
        /**
         * UploadRequest
         * @description The upload that a form is for.
         * @example {
         *       "key": "inbox/report.pdf"
         *     }
         */
        UploadRequest: {
            /**
             * Key
             * @description key of the object, below the stack's UploadsPrefix
             */
            key: string;
            /**
             * Content Type
             * @description media type that the form sends
             * @default application/octet-stream
             */
            content_type?: string;
            /**
             * Summary Length
             * @description short, medium, long or a number of words; empty: the length of the stack
             * @default
             */
            summary_length?: string;
            /**
             * Replace
             * @description whether an object with this key may be replaced
             * @default false
             */
            replace?: boolean;
        };
        /**
         * WrongParameter
         * @description A parameter that is wrong.
         */
        WrongParameter: {
            /**
             * In
             * @enum {string}
             */
            in: "path" | "query" | "body" | "header";
            /**
             * Name
             * @description name of the parameter; of the body, the path of a field
             */
            name: string;
            /** Message */
            message: string;
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
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the URI of the object, s3://bucket/key, in base64url without padding */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the object */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentAnswer"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description no object with this id, or no summary of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    getText: {
        parameters: {
            query?: {
                /** @description position of the first code point */
                start?: number;
                /** @description maximum number of code points */
                limit?: number;
                /** @description whether the answer has the rectangles of the lines */
                layout?: boolean;
            };
            header?: never;
            path: {
                /** @description the URI of the object, s3://bucket/key, in base64url without padding */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a part of the text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentText"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description no object with this id, or no summary of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the document changed during the request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    listSimilar: {
        parameters: {
            query?: {
                /** @description maximum number of items */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description the URI of the object, s3://bucket/key, in base64url without padding */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description similar documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimilarDocuments"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong, or the search by meaning is off */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description no object with this id, or no vector of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    getOriginal: {
        parameters: {
            query?: {
                /** @description whether a browser stores the file or shows it */
                disposition?: "attachment" | "inline";
            };
            header?: never;
            path: {
                /** @description the URI of the object, s3://bucket/key, in base64url without padding */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a link that is valid for five minutes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Original"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description no object with this id, or no summary of it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    listMentions: {
        parameters: {
            query?: {
                /** @description the full name: leaves out other people of the family name */
                name?: string;
                /** @description maximum number of items */
                limit?: number;
                /** @description `next` of the page before; all other parameters must be the same */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description the type of the name */
                type: "PERSON" | "ORGANIZATION" | "LOCATION";
                /** @description a key of a name, or a name, of which the API makes the key */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mentions"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    listStatements: {
        parameters: {
            query?: {
                /** @description the full name: leaves out other people of the family name */
                name?: string;
                /** @description maximum number of items */
                limit?: number;
                /** @description `next` of the page before; all other parameters must be the same */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description the type of the name */
                type: "PERSON" | "ORGANIZATION" | "LOCATION";
                /** @description a key of a name, or a name, of which the API makes the key */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of statements */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statements"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    listDocuments: {
        parameters: {
            query?: {
                /** @description a day, YYYY-MM-DD, UTC; not with `from` or `to` */
                day?: string;
                /** @description first day, or first time (RFC 3339, inclusive) */
                from?: string;
                /** @description last day, or time (RFC 3339) before which it ends */
                to?: string;
                /** @description the status of the newest version */
                status?: components["schemas"]["Status"];
                /** @description the key begins with this text */
                prefix?: string;
                /** @description media type, or a group such as image/* */
                media_type?: string;
                /** @description ISO 639-1 */
                language?: string;
                /** @description maximum number of items */
                limit?: number;
                /** @description `next` of the page before; all other parameters must be the same */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Documents"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    listFailures: {
        parameters: {
            query?: {
                /** @description code of the failure */
                code?: components["schemas"]["Code"];
                /** @description a day, YYYY-MM-DD, UTC; not with `from` or `to` */
                day?: string;
                /** @description first day, or first time (RFC 3339, inclusive) */
                from?: string;
                /** @description last day, or time (RFC 3339) before which it ends */
                to?: string;
                /** @description the key begins with this text */
                prefix?: string;
                /** @description maximum number of items */
                limit?: number;
                /** @description `next` of the page before; all other parameters must be the same */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of failures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failures"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    search: {
        parameters: {
            query: {
                /** @description words, at most 10 */
                q: string;
                /** @description `words`: documents that have all words; `meaning`: documents that are about the same */
                mode?: "words" | "meaning";
                /** @description a day, YYYY-MM-DD, UTC; not with `from` or `to` */
                day?: string;
                /** @description first day, or first time (RFC 3339, inclusive) */
                from?: string;
                /** @description last day, or time (RFC 3339) before which it ends */
                to?: string;
                /** @description a name that the document mentions: its type, `/`, and its key or the name */
                entity?: string;
                /** @description the type of the name */
                type?: "PERSON" | "ORGANIZATION" | "LOCATION";
                /** @description maximum number of items */
                limit?: number;
                /** @description `next` of the page before; all other parameters must be the same */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResults"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong, or the search by meaning is off */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    listNames: {
        parameters: {
            query: {
                /** @description the beginning of a name, at least two letters or digits */
                q: string;
                /** @description the type of the name */
                type?: "PERSON" | "ORGANIZATION" | "LOCATION";
                /** @description maximum number of items */
                limit?: number;
                /** @description `next` of the page before; all other parameters must be the same */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownNames"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    getStats: {
        parameters: {
            query?: {
                /** @description the first day, YYYY-MM-DD */
                from?: string;
                /** @description the last day, YYYY-MM-DD */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description the client has the current answer (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
    createUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadRequest"];
            };
        };
        responses: {
            /** @description a form that is valid for five minutes */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description the token is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the token or the signature is wrong */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description there is an object with this key */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the body is not JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description a parameter is wrong */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description the API has a fault */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description DynamoDB or S3 did not answer */
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
