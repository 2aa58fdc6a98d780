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

function refuse(id, far)
  if settings.overflow == 'spill' and not far then call('SET', Q .. ':spilled:' .. id, '', 'PX', 3600000) end
  return 'full'
end

-- A child in another queue; in this one it is a field of its parent's children until it was submitted there.
local ELSEWHERE = '-1'

local function sent_key(id, far) return Q .. ':sent:' .. far:match(' (.+)$') .. ':' .. id end

-- Whether a job of this id is there; where it has a parent in another queue, as the same child of the same parent, perhaps long ago.
local function judge_id(id, far)
  local key = job_key(id)
  if not far then return call('EXISTS', key) == 1 and 'known' or nil end
  if call('EXISTS', key) == 1 then return call('HGET', key, 'pq') == far and 'known' or 'conflict' end
  return call('EXISTS', sent_key(id, far)) == 1 and 'known' or nil
end

-- A flow is taken as a whole or not at all; nil when it may be taken.
function judge_flow(parts, at, size)
  local last = at + (size - 1) * PARTS
  local root, new, far = parts[last], size, cjson.decode(parts[last + 4])[15]
  local met = judge_id(root, far)
  if met then return met end
  for from = at, last - 1, PARTS do
    if parts[from + 3] == ELSEWHERE then
      new = new - 1
    elseif call('EXISTS', job_key(parts[from])) == 1 then
      return 'conflict'
    end
  end
  if settings.closed == 1 then return 'closed' end
  if is_spilled(root) or waiting and waiting + new > settings.max_size then return refuse(root, far) end
  return nil
end

-- Why a job without children, whose parent is in another queue, is not taken; nil when it is.
function judge_far(job)
  local met = judge_id(job.id, job.far)
  return met and {met, job.id} or judge(job)
end

-- The job is in another queue than its parent: one of the two is in this.
function put_far(job, i)
  if job.p ~= ELSEWHERE then
    call('SET', sent_key(job.id, job.far), '', 'PX', 3600000)
    return put(job, i)
  end
  expect_more_keys(settings)
  call('HSET', Q .. ':ch:' .. job.pa, 'i', job.far, 's' .. job.id, 'open', 'n' .. job.id, job.place, 'q' .. job.id, job.o,
    'b' .. job.id, job.d)
  call('ZADD', Q .. ':far', NOW_TEXT, job.pa)
  return {'taken', job.id}
end
