-- purpose: take jobs into a queue, each unless its id, its deduplication key or the queue's size says otherwise
-- include: job_call
-- ARGV[3] and following, 5 for each job: id; what it is, JSON; payload; priority; '' or JSON of the list of the rest: delay in
--   ms; time to start at in ms since 1970, or 0; time to live in ms, or 0; time for an attempt in ms, or 0; group or '';
--   deduplication key or ''; its mode; its lifetime in ms, or 0; 1 to tell followers of it, or 0; id of its parent in this
--   queue or ''; what its failure does to the parent: fail or continue; how many children it has; 0, or for the first job of a
--   flow how many the flow has; which child of its parent it is, from 1, and its name after a blank, or ''. A flow's children come before their parents, its root last
-- result: {ok, each job's 1 where it was taken, or else {taken | known | duplicate | replaced | full | closed | conflict, id}, 1 where other queues are to be told something}; {unconfigured}
-- cost: O(jobs * log(jobs that wait))
-- idempotent: yes
local set = call('HMGET', Q, 'lease_ms', 'paused', 'closed', 'max_size', 'overflow', 'aging_ms')
if not set[1] then return {'unconfigured'} end
paused = set[2] == '1'
local PARTS = 5
local many = (#ARGV - 2) / PARTS
local sequence, startable = call('HINCRBY', Q, 'seq', many) - many, 0

local submit_any, close_all, settings, rarer
local function seldom()
-- include: job_steps
  settings = setmetatable({closed = tonumber(set[3]) or false, max_size = tonumber(set[4]), overflow = set[5], aging_ms = tonumber(set[6])},
    LAZY)
-- include: submit
  submit_any = submit
  function rarer()
    if close_all then return end
    purging = settings.pu
-- include: job_end
-- include: job_seldom
-- include: submit_seldom
    close_all = close
  end
end

-- Jobs without anything rare are written here, with the line that job_steps tells of, and line up at once at the end. Whether
-- there is such a job already is all that has to be asked, unless the queue is bounded, closed or has its jobs age.
local is_open = set[3] ~= '1' and set[4] == '0' and set[5] ~= 'spill' and set[6] == '0'
local BEGIN, END = 'ready 0 0 0 0 ', ' ' .. NOW_TEXT .. ' 0 0  '
local results, line, lined, taken = {}, {}, 0, 0
for i = 1, many do
  local at = i * PARTS - 2
  local id = ARGV[at]
  local key = JOB .. id
  if not is_open or ARGV[at + 4] ~= '' then
    if not submit_any then seldom() end
    results[i] = submit_any(ARGV, at, i)
  elseif call('EXISTS', key) == 1 then
    results[i] = {'known', id}
  else
    local spec, priority = ARGV[at + 1], ARGV[at + 3]
    if spec == '{}' then
      call('HSET', key, 's', BEGIN .. priority .. END, 'd', ARGV[at + 2])
    else
      call('HSET', key, 's', BEGIN .. priority .. END, 'd', ARGV[at + 2], 'o', spec)
    end
    line[lined + 1], line[lined + 2] = priority * LEVEL + sequence + i, id
    lined, taken = lined + 2, taken + 1
    results[i] = 1
  end
end
if taken > 0 then
  for from = 1, lined, 4000 do call('ZADD', READY, unpack(line, from, math.min(from + 3999, lined))) end
  counts.submitted = (counts.submitted or 0) + taken
end
if startable + taken > 0 then
-- include: job_wake
  wake(startable + taken)
end
if close_all then
  close_all(settings)
else
  for what, by in pairs(counts) do call('HINCRBY', Q, 'n_' .. what, by) end
end
return {'ok', results, outgoing and 1 or nil}
