-- purpose: take jobs into a queue, each unless its id, its deduplication key or the queue's size says otherwise
-- include: job
-- ARGV[3] and following, 5 for each job: id; what it is, JSON; payload; priority; '' or JSON of the list of the rest: delay in
--   ms; time to start at in ms since 1970, or 0; time to live in ms, or 0; time for an attempt in ms, or 0; group or '';
--   deduplication key or ''; its mode; its lifetime in ms, or 0; 1 to tell followers of it, or 0; id of its parent in this
--   queue or ''; what its failure does to the parent: fail or continue; how many children it has; 0, or for the first job of a
--   flow how many the flow has; which child of its parent it is, from 1, and its name after a blank, or ''. A flow's children come before their parents, its root last
-- result: {ok, each job's {taken | known | duplicate | replaced | full | closed | conflict, id}}; {unconfigured}
-- cost: O(jobs * log(jobs that wait))
-- idempotent: yes
local settings = read_settings('closed', 'max_size', 'overflow', 'aging_ms')
if not settings then return {'unconfigured'} end
-- include: submit
seldom = function()
-- include: job_seldom
-- include: submit_seldom
end
local many = (#ARGV - 2) / PARTS
sequence = new_ranks(many)
local results = {}
for i = 1, many do results[i] = submit(ARGV, 3 + (i - 1) * PARTS, i) end
wake(startable)
close(settings)
return {'ok', results}
