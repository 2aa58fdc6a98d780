-- Has jobs done again, and adds to `started`. To be included after job_seldom.

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
  if parent.pq then
    tell_far(parent, 'again')
  elseif parent.pa then
    reopen_parent(parent, 'dead')
  end
end

local again

-- A child in another queue is submitted there if it never was; and an order says that it is wanted again, which its queue answers
-- with what becomes of it: it may be there, and over, though it was refused once.
local function reopen_far(parent, id, queue, flow)
  local key = Q .. ':ch:' .. parent
  local laid_aside = call('HGET', key, 'x' .. id)
  if laid_aside then
    call('HSET', key, 'b' .. id, laid_aside)
    call('HDEL', key, 'x' .. id)
    call('ZADD', Q .. ':far', 0, parent)
    outgoing = true
  end
  order_far(parent, id, queue, flow, 'again', '')
end

-- Children that are not done are done again: all that must be, and those that were cancelled with their parent. Gives how
-- many are open.
local function reopen_children(parent)
  local key, open = Q .. ':ch:' .. parent.id, 0
  local children, flow = children_of(parent.id, 's'), call('HGET', key, 'i')
  for i = 1, #children, 2 do
    local id = children[i]
    if children[i + 1] ~= 'done' then
      local queue = flow and call('HGET', key, 'q' .. id)
      local child = not queue and read_whole(id, 'ca')
      local needed = child and (child.cf ~= 'continue' or child.ca == 'parent')
      if queue then reopen_far(parent.id, id, queue, flow) end
      if queue or child and not is_over(child) or needed and again(child, false) then
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
  if tell_parent and job.pq then
    tell_far(job, 'again')
  elseif tell_parent and job.pa then
    reopen_parent(job, was)
  end
  return true
end
