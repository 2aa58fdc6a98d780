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
--   has its deduplication key, or else its state, and nothing changed}}; {unconfigured}
-- cost: O(jobs * log(jobs of the queue)), the jobs of their flows included
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
local started = 0

-- The job has its deduplication key again, if nobody has; false when another job stands in its way.
local function claim_key(job)
  local mode = call('HGET', job_key(job.id), 'km')
  local place = Q .. ':dd:' .. job.k
  local held = call('HMGET', place, 'id', 'x', 'next')
  if mode == 'throttle' or held[1] == job.id then return true end
  if held[1] and (held[3] or not held[2] or tonumber(held[2]) > NOW) then
    local other = read_job(held[1])
    return not other or is_over(other)
  end
  call('DEL', place)
  call('HSET', place, 'id', job.id, 'mode', mode)
  return true
end

-- The parent that failed for this child waits for it again, unless others failed it as well.
local function reopen_parent(child, was)
  local children, field = Q .. ':ch:' .. child.pa, 's' .. child.id
  local parent = read_whole(child.pa, 'ca', 'pf')
  if not parent or call('HGET', children, field) ~= was then return end
  local failed = parent.s == 'dead' and parent.ca == 'child'
  if not failed and parent.s ~= 'blocked' then return end
  call('HSET', children, field, 'open')
  call('HINCRBY', job_key(parent.id), 'pn', 1)
  if child.cf == 'continue' then return end
  if call('HINCRBY', job_key(parent.id), 'pf', -1) > 0 or not failed then return end
  leave('dead', parent.id)
  call('HDEL', job_key(parent.id), 'ca', 'er', 'x')
  parent.z = '0'
  write_job(parent, 'blocked')
  call('ZADD', BLOCKED, NOW_TEXT, parent.id)
  if parent.fo or parent.aw then call('ZREM', TELL, parent.id) end
  record(settings, 'again', parent.id, parent.e)
  if parent.pa then reopen_parent(parent, 'dead') end
end

local again

-- Children that are not done are done again: all that must be, and those that were cancelled with their parent. Gives how
-- many are open.
local function reopen_children(parent)
  local key, open = Q .. ':ch:' .. parent.id, 0
  local children = children_of(parent.id, 's')
  for i = 1, #children, 2 do
    local id = children[i]
    if children[i + 1] ~= 'done' then
      local child = read_whole(id, 'ca')
      local needed = child and (child.cf ~= 'continue' or child.ca == 'parent')
      if child and not is_over(child) or needed and again(child, false) then
        call('HSET', key, 's' .. id, 'open')
        open = open + 1
      end
    end
  end
  call('HSET', job_key(parent.id), 'pn', text(open), 'pf', '0')
  return open
end

again = function(job, tell_parent)
  if job.s ~= 'dead' and job.s ~= 'cancelled' and job.s ~= 'expired' then return false end
  if job.k and not claim_key(job) then return false end
  leave(job.s, job.id)
  call('HDEL', job_key(job.id), 'rc', 'ca', 'x', 'to', 'du')
  job.f, job.z, job.x = '0', '0', nil
  if job.fo or job.aw then call('ZREM', TELL, job.id) end
  record(settings, 'again', job.id, job.e)
  local was = job.s
  if job.pn and reopen_children(job) > 0 then
    write_job(job, 'blocked')
    call('ZADD', BLOCKED, NOW_TEXT, job.id)
  else
    make_ready(settings, job)
    started = started + 1
  end
  if tell_parent and job.pa then reopen_parent(job, was) end
  return true
end

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
return {'ok', results}
