-- Each thread goes to an address of its own, because the service takes 64 connections of one; a local address that is
-- called is also the one that calls. BENCH_BODY: posted where set. Ends with one line of JSON.
local number = 0

function setup(thread)
   local addresses = wrk.lookup("10.99.0." .. (1 + number), wrk.port)
   thread.addr = addresses[1]
   number = number + 1
end

function init()
   wrk.body = os.getenv("BENCH_BODY")
   if wrk.body then
      wrk.method = "POST"
      wrk.headers["Content-Type"] = "application/json"
   end
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "refused": %d, "broken": %d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
      errors.connect + errors.read + errors.write + errors.timeout))
end
