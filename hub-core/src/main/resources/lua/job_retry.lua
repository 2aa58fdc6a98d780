-- purpose: have jobs that ended otherwise than well done after all, with as many attempts as at first; what they are may be edited
-- include: job
-- ARGV[3] what the job is from now on, JSON; '' to leave it
-- ARGV[4] 1 with another payload, ARGV[5]; for one job only
-- ARGV[5] payload
-- ARGV[6] and following, ids
-- result: {ok, for each job what it was: unknown | dead | cancelled | expired, and these are ready now; else nothing changed};
--   {unconfigured}
-- cost: O(jobs * log(jobs of the queue))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local started = 0
local function again(id)
  local job = read_whole(id)
  if not job then return 'unknown' end
  if job.s ~= 'dead' and job.s ~= 'cancelled' and job.s ~= 'expired' then return job.s end
  local key = job_key(id)
  call('ZREM', Q .. ':' .. job.s, id)
  if job.x then call('HDEL', key, 'x') end
  job.x = nil
  call('HDEL', key, 'f', 'rc', 'z', 'ca')
  if ARGV[3] ~= '' then call('HSET', key, 'o', ARGV[3]) end
  if ARGV[4] == '1' then call('HSET', key, 'd', ARGV[5]) end
  record(settings, 'again', id, job.e)
  make_ready(settings, job)
  started = started + 1
  return job.s
end
local results = {}
for at = 6, #ARGV do results[#results + 1] = again(ARGV[at]) end
wake(started)
close(settings)
return {'ok', results}
