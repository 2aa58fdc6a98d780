-- purpose: cancel jobs that are not over, those that are worked on as well, and the children that they wait for
-- include: job
-- include: job_seldom
-- ARGV[3] why
-- ARGV[4] and following, ids
-- result: {ok, for each job {what it was: unknown | ready | delayed | blocked | active | a final state, uid of the instance
--   where it was worked on or '', its epoch or 0, 1 where followers are to be told}, the same of jobs that were cancelled with
--   them, each after its id, 1 where other queues are to be told something}; {unconfigured}
-- cost: O(jobs * log(jobs of the queue)), the jobs of their flows included
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local startable = 0
-- include: cancel
local results = {}
for at = 4, #ARGV do results[#results + 1] = cancel(ARGV[at], ARGV[3]) end
wake(startable)
close(settings)
return {'ok', results, also, outgoing and 1 or nil}
