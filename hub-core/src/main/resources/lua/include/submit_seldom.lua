-- What `submit` seldom needs.

-- The job that goes when there is no room: of those in the line the one that would start next, or the last one if that has a
-- lower priority than the new one; nil when none may go.
local function victim_of(line, job)
  local from_end = settings.overflow == 'drop_lowest'
  local id = call(from_end and 'ZREVRANGE' or 'ZRANGE', line, 0, 0)[1]
  local other = id and read_whole(id)
  if not other or from_end and tonumber(other.p) <= tonumber(job.p) then return nil end
  return other
end

local function victim_for(job)
  local found = job.g and victim_of(group_line(job.g), job) or victim_of(READY, job)
  if found then return found end
  local group = call('ZRANGE', GROUPS, 0, 0)[1] or call('ZRANGE', PARKED, 0, 0)[1]
  return group and victim_of(group_line(group), job) or victim_of(DELAYED, job)
end

-- Another job makes room for this one; false when none may go for it.
function make_room(job)
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
  if job.time > 0 then call('HSET', key, 'tm', text(job.time)) else call('HDEL', key, 'tm') end
  if job.fo == 1 then call('HSET', key, 'fo', '1') end
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
function deduplicate(job)
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
  if other.e == '0' and (other.s == 'ready' or other.s == 'delayed') then
    replace(other, job)
    return {'replaced', other.id}
  end
  job.follows = job.mode == 'keep_last'
  return nil
end

function claim_key(job)
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

function refuse(id)
  if settings.overflow == 'spill' then call('SET', Q .. ':spilled:' .. id, '', 'PX', 3600000) end
  return 'full'
end

-- A flow is taken as a whole or not at all; nil when it may be taken.
function judge_flow(parts, at, size)
  local root = parts[at + (size - 1) * PARTS]
  if call('EXISTS', job_key(root)) == 1 then return 'known' end
  for i = 0, size - 2 do
    if call('EXISTS', job_key(parts[at + i * PARTS])) == 1 then return 'conflict' end
  end
  if settings.closed == 1 then return 'closed' end
  if is_spilled(root) or waiting and waiting + size > settings.max_size then return refuse(root) end
  return nil
end
