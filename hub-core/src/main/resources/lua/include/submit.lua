-- Takes jobs into the queue whose `settings` were read. Before the first: sequence = new_ranks(<how many there are>). After the
-- last: wake(startable) and close(settings).
local PARTS = 17
local sequence, startable = 0, 0
local waiting = settings.max_size > 0
  and call('ZCARD', READY) + call('ZCARD', DELAYED) + call('ZCARD', BLOCKED) + (settings.gn or 0)

-- Another job makes room for this one. Which one depends on the policy; false when none may go for it.
local function make_room(job)
  if settings.overflow ~= 'drop_oldest' and settings.overflow ~= 'drop_lowest' then return false end
  local line = READY
  if job.g and call('EXISTS', group_line(job.g)) == 1 then line = group_line(job.g) end
  local from_end = settings.overflow == 'drop_lowest'
  local last = call(from_end and 'ZREVRANGE' or 'ZRANGE', line, 0, 0)[1]
  local other = last and read_whole(last, 'p', 'g')
  if not other or from_end and tonumber(other.p) <= job.p then return false end
  take_out(other)
  startable = startable + finish(settings, other, 'cancelled', 'overflow', 'er', 'the queue was full')
  return true
end

-- What is in the place of a job with this key, which is not over yet.
local function holder_of(key)
  local held = call('HMGET', Q .. ':dd:' .. key, 'id', 'next')
  if not held[1] then return nil end
  return held[1], held[2] or nil
end

-- The waiting job gets what the new one brings; one that is delayed waits anew.
local function replace(id, job, old)
  call('HSET', job_key(id), 'o', job.o, 'd', job.d)
  if job.mode == 'debounce' and old.s == 'delayed' then call('ZADD', DELAYED, text(job.due), id) end
end

-- Where a job with the same key stands in the way: what becomes of the new one; nil when none does, or when it may wait.
local function deduplicate(job)
  local id, follower = holder_of(job.k)
  if not id then return nil end
  local other = read_job(id, 'z')
  if job.mode == 'throttle' then return {'duplicate', id} end
  if not other or other.z then return nil end
  if job.mode == 'simple' then return {'duplicate', id} end
  if other.s == 'ready' or other.s == 'delayed' then
    replace(id, job, other)
    return {'replaced', id}
  end
  if job.mode == 'debounce' then return nil end
  if follower and read_job(follower) then
    replace(follower, job, {})
    return {'replaced', follower}
  end
  job.follows = true
  return nil
end

local function claim_key(job)
  local place = Q .. ':dd:' .. job.k
  if job.follows then
    call('HSET', place, 'next', job.id)
    return
  end
  call('DEL', place)
  call('HSET', place, 'id', job.id, 'mode', job.mode)
  if job.kttl ~= '0' then call('PEXPIRE', place, job.kttl) end
end

local function write(job, i)
  local fields = {'s', job.s, 'o', job.o, 'd', job.d, 'p', text(job.p), 't', text(NOW)}
  local function more(name, value) fields[#fields + 1], fields[#fields + 2] = name, value end
  if job.ttl > 0 then
    job.x = text(NOW + job.ttl)
    more('x', job.x)
    call('ZADD', TTL, job.x, job.id)
  end
  if job.time > 0 then more('tm', text(job.time)) end
  if job.g then more('g', job.g) end
  if job.k ~= '' then more('k', job.k) end
  if job.fo == '1' then more('fo', '1') end
  if job.pa ~= '' then
    more('pa', job.pa)
    more('cf', job.cf)
    call('HSET', Q .. ':ch:' .. job.pa, job.id, 'open')
  end
  if job.children > 0 then more('pn', text(job.children)) end
  if #fields > 10 then more('sp', '1') end
  call('HSET', job_key(job.id), unpack(fields))
  if job.s == 'delayed' then
    call('ZADD', DELAYED, text(job.due), job.id)
  elseif job.s == 'blocked' then
    call('ZADD', BLOCKED, text(NOW), job.id)
  else
    line_up(job.id, job.g, rank_of(settings, job.p, sequence + i))
    startable = startable + 1
  end
end

local function read(parts, at)
  local job = {id = parts[at], o = parts[at + 1], d = parts[at + 2], p = tonumber(parts[at + 3]), ttl = tonumber(parts[at + 6]),
    time = tonumber(parts[at + 7]), g = parts[at + 8] ~= '' and parts[at + 8] or nil, k = parts[at + 9], mode = parts[at + 10],
    kttl = parts[at + 11], fo = parts[at + 12], pa = parts[at + 13], cf = parts[at + 14], children = tonumber(parts[at + 15])}
  job.due = math.max(NOW + tonumber(parts[at + 4]), tonumber(parts[at + 5]))
  return job
end

-- A flow is taken as a whole or not at all; nil when it may be taken.
local function judge_flow(parts, at, size)
  if call('EXISTS', job_key(parts[at + (size - 1) * PARTS])) == 1 then return 'known' end
  for i = 0, size - 2 do
    if call('EXISTS', job_key(parts[at + i * PARTS])) == 1 then return 'conflict' end
  end
  if settings.closed == 1 then return 'closed' end
  if waiting and waiting + size > settings.max_size then return 'full' end
  return nil
end

-- Why a job without others is not taken; nil when it is.
local function judge(job)
  if call('EXISTS', job_key(job.id)) == 1 then return {'known', job.id} end
  if settings.closed == 1 then return {'closed', job.id} end
  local met = job.k ~= '' and deduplicate(job)
  if met then return met end
  if waiting and waiting >= settings.max_size then
    if not make_room(job) then return {'full', job.id} end
    waiting = waiting - 1
  end
  return nil
end

local function put(job, i)
  if waiting then waiting = waiting + 1 end
  if job.k ~= '' then claim_key(job) end
  job.s = (job.follows or job.children > 0) and 'blocked' or job.due > NOW and 'delayed' or 'ready'
  write(job, i)
  count('submitted')
  return {'taken', job.id}
end

local flow_left, flow_verdict = 0, nil
-- Takes the i-th job, which is `parts` from `at` on, as job_submit lists them; gives {what became of it, id}.
local function submit(parts, at, i)
  local size = tonumber(parts[at + 16])
  if size > 1 then flow_left, flow_verdict = size, judge_flow(parts, at, size) end
  if flow_left > 0 then
    flow_left = flow_left - 1
    return flow_verdict and {flow_verdict, parts[at]} or put(read(parts, at), i)
  end
  local job = read(parts, at)
  return judge(job) or put(job, i)
end
