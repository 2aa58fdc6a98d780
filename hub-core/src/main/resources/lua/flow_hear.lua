-- purpose: take in how children ended whose queues are others
-- include: job
-- include: job_seldom
-- ARGV[3] and following, 9 for each word: flow; id of the parent; child; number of the word; number of the last order that the child
--   had heard of; how it ended, or again where it is done after all; fail or continue; 1 where its flow was refused, else 0; its
--   result or error
-- result: {ok, 1 if this queue has something to tell in turn, jobs that were cancelled for it, see job_cancel}; {unconfigured}
-- cost: O(words * log(jobs of the queue)), the jobs of their flows included
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local started = 0
-- include: again

-- A word that came before, or that the child said before it heard what its parent wants now, changes nothing. Nor does one of a
-- child that this job has not: another one of its id was its parent.
local function hear(at)
  local parent, child, number, state = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 5]
  local key = Q .. ':ch:' .. parent
  local edge = call('HMGET', key, 'i', 's' .. child, 'v' .. child, 'k' .. child)
  if edge[1] ~= ARGV[at] or not edge[2] then return end
  -- It is where it was to be submitted.
  call('HDEL', key, 'b' .. child)
  local last = tonumber(edge[3]) or 0
  call('HSET', key, 'v' .. child, math.max(last, tonumber(number)))
  if tonumber(number) <= last or tonumber(ARGV[at + 4]) < (tonumber(edge[4]) or 0) then return end
  local told = {id = child, pa = parent, cf = ARGV[at + 6]}
  if edge[2] ~= 'open' and edge[2] ~= state then reopen_parent(told, edge[2]) end
  if state == 'again' then return end
  is_refused = ARGV[at + 7] == '1'
  started = started + child_ended(settings, told, state, ARGV[at + 8])
  is_refused = false
end

for at = 3, #ARGV, 9 do hear(at) end
wake(started)
close(settings)
return {'ok', outgoing and 1 or 0, also}
