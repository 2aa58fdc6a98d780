-- purpose: have jobs that ended otherwise than well done after all, with as many attempts as at first; what they are may be
--   edited. The children of a flow that failed are done again before it, and a parent that failed for them waits for them
-- include: job
-- include: job_seldom
-- ARGV[3] 1 to take the oldest dead jobs, as many as ARGV[7] says; no ids follow
-- ARGV[4] what the job is from now on, JSON; '' to leave it
-- ARGV[5] time for an attempt in ms, or 0, if ARGV[4] is not ''
-- ARGV[6] 1 with another payload, ARGV[7]; both for one job only
-- ARGV[7] payload; or how many dead jobs
-- ARGV[8] and following, ids
-- result: {ok, for each job {id, what it was: unknown | dead | cancelled | expired, and these go on now; held where another job
--   has its deduplication key, or else its state, and nothing changed}, 1 where other queues are to be told something}; {unconfigured}
-- cost: O(jobs * log(jobs of the queue)), the jobs of their flows included
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local started = 0
-- include: again

local function retry(id)
  local job = read_whole(id)
  if not job then return {id, 'unknown'} end
  local was, timeout = job.s, ARGV[4] ~= '' and ARGV[5] or '0'
  if timeout ~= '0' then job.sp = true end
  if not again(job, true) then return {id, (was == 'active' or was == 'done' or waits(job)) and was or 'held'} end
  local key = job_key(id)
  if ARGV[4] ~= '' then
    call('HSET', key, 'o', ARGV[4])
    if timeout == '0' then call('HDEL', key, 'tm') else call('HSET', key, 'tm', timeout) end
  end
  if ARGV[6] == '1' then call('HSET', key, 'd', ARGV[7]) end
  return {id, was}
end

local ids, results = {}, {}
if ARGV[3] == '1' then
  ids = call('ZRANGE', Q .. ':dead', 0, tonumber(ARGV[7]) - 1)
else
  for at = 8, #ARGV do ids[#ids + 1] = ARGV[at] end
end
for i, id in ipairs(ids) do results[i] = retry(id) end
wake(started)
close(settings)
return {'ok', results, outgoing and 1 or nil}
