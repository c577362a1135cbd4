package io.scribestream.ingest;

/** Where a client asks about a job. */
record JobLinks(String status, String result, String events) {

    static JobLinks of(String jobId) {
        String status = IngestApi.JOBS + "/" + jobId;
        return new JobLinks(status, status + "/result", status + "/events");
    }
}
