-- Takes jobs into the queue whose `settings` were read. Before the first: sequence = new_ranks(<how many there are>). After the
-- last: wake(startable) and close(settings).
local PARTS = 17
local sequence, startable = 0, 0

local function count_waiting()
  return call('ZCARD', READY) + call('ZCARD', DELAYED) + call('ZCARD', BLOCKED) + (tonumber(call('HGET', Q, 'gn')) or 0)
end
local waiting = settings.max_size > 0 and count_waiting()

-- The job that goes when there is no room: of those in the line the one that would start next, or the last one if that has a
-- lower priority than the new one; nil when none may go.
local function victim_of(line, job)
  local from_end = settings.overflow == 'drop_lowest'
  local id = call(from_end and 'ZREVRANGE' or 'ZRANGE', line, 0, 0)[1]
  local other = id and read_whole(id, 'p')
  if not other or from_end and tonumber(other.p) <= job.p then return nil end
  return other
end

local function victim_for(job)
  local found = job.g and victim_of(group_line(job.g), job) or victim_of(READY, job)
  if found then return found end
  local group = call('ZRANGE', GROUPS, 0, 0)[1] or call('ZRANGE', PARKED, 0, 0)[1]
  return group and victim_of(group_line(group), job) or victim_of(DELAYED, job)
end

-- Another job makes room for this one; false when none may go for it.
local function make_room(job)
  if settings.overflow ~= 'drop_oldest' and settings.overflow ~= 'drop_lowest' then return false end
  local other = victim_for(job)
  if not other then return false end
  take_out(other)
  startable = startable + finish(settings, other, 'cancelled', 'overflow', 'er', 'the queue was full')
  waiting = count_waiting()
  return true
end

-- The waiting job gets what the new one brings; one that is delayed waits anew.
local function replace(old, job)
  local key = job_key(old.id)
  call('HSET', key, 'o', job.o, 'd', job.d)
  if job.time > 0 then call('HSET', key, 'tm', text(job.time), 'sp', '1') else call('HDEL', key, 'tm') end
  if job.fo == '1' then call('HSET', key, 'fo', '1', 'sp', '1') end
  if job.mode == 'debounce' and old.s == 'delayed' then call('ZADD', DELAYED, text(job.due), old.id) end
end

-- A purge has laid the waiting job aside; it goes now, so that it stands in nobody's way.
local function is_condemned(job)
  if not purging or not waits(job) then return false end
  local laid_aside = call('ZSCORE', Q .. ':purge:' .. job.s, job.id) or job.g and call('ZSCORE', Q .. ':purge:line', job.id)
  if not laid_aside then return false end
  local gone = {}
  startable = startable + throw_away(settings, job, gone)
  unlink_all(gone)
  return true
end

-- Where a job with the same key stands in the way: what becomes of the new one; nil when none does, or when it may wait.
local function deduplicate(job)
  job.follows = false
  local held = call('HMGET', Q .. ':dd:' .. job.k, 'id', 'next', 'x')
  local follower = held[2] and read_whole(held[2])
  if not held[1] or held[3] and not follower and tonumber(held[3]) <= NOW then return nil end
  local other = read_whole(held[1])
  if other and is_condemned(other) or follower and is_condemned(follower) then return deduplicate(job) end
  if job.mode == 'throttle' then return {'duplicate', held[1]} end
  if not other or is_over(other) then return nil end
  if job.mode == 'simple' then return {'duplicate', other.id} end
  if follower then
    replace(follower, job)
    return {'replaced', follower.id}
  end
  if not other.e and (other.s == 'ready' or other.s == 'delayed') then
    replace(other, job)
    return {'replaced', other.id}
  end
  job.follows = job.mode == 'keep_last'
  return nil
end

local function claim_key(job)
  local place = Q .. ':dd:' .. job.k
  if job.follows then
    call('HSET', place, 'next', job.id)
    call('PERSIST', place)
    return
  end
  call('DEL', place)
  call('HSET', place, 'id', job.id, 'mode', job.mode)
  if job.kttl > 0 then
    call('HSET', place, 'x', text(NOW + job.kttl))
    call('PEXPIRE', place, text(job.kttl))
  end
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
  if job.k ~= '' then
    more('k', job.k)
    more('km', job.mode)
  end
  if job.fo == '1' then more('fo', '1') end
  if job.pa ~= '' then
    more('pa', job.pa)
    more('cf', job.cf)
    call('HSET', Q .. ':ch:' .. job.pa, 's' .. job.id, 'open')
  end
  if job.children > 0 then more('pn', text(job.children)) end
  if job.s == 'blocked' and job.due > NOW then more('du', text(job.due)) end
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
    kttl = tonumber(parts[at + 11]), fo = parts[at + 12], pa = parts[at + 13], cf = parts[at + 14],
    children = tonumber(parts[at + 15])}
  job.due = math.max(NOW + tonumber(parts[at + 4]), tonumber(parts[at + 5]))
  return job
end

-- A job that went to another queue for want of room here goes there again, whoever asks.
local function is_spilled(id) return settings.overflow == 'spill' and call('EXISTS', Q .. ':spilled:' .. id) == 1 end

local function refuse(id)
  if settings.overflow == 'spill' then call('SET', Q .. ':spilled:' .. id, '', 'PX', 3600000) end
  return 'full'
end

-- A flow is taken as a whole or not at all; nil when it may be taken.
local function judge_flow(parts, at, size)
  local root = parts[at + (size - 1) * PARTS]
  if call('EXISTS', job_key(root)) == 1 then return 'known' end
  for i = 0, size - 2 do
    if call('EXISTS', job_key(parts[at + i * PARTS])) == 1 then return 'conflict' end
  end
  if settings.closed == 1 then return 'closed' end
  if is_spilled(root) or waiting and waiting + size > settings.max_size then return refuse(root) end
  return nil
end

-- Why a job without others is not taken; nil when it is.
local function judge(job)
  if call('EXISTS', job_key(job.id)) == 1 then return {'known', job.id} end
  if settings.closed == 1 then return {'closed', job.id} end
  if is_spilled(job.id) then return {'full', job.id} end
  local met = job.k ~= '' and deduplicate(job)
  if met then return met end
  if waiting and waiting >= settings.max_size then
    if not make_room(job) then return {refuse(job.id), job.id} end
    return job.k ~= '' and deduplicate(job) or nil
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
