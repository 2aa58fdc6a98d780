-- Takes jobs into the queue whose `settings` were read, whatever they are; each has so many PARTS, and its rank is that many after
-- `sequence`. After the last: wake(startable) and close(settings). `rarer` makes what is in job_seldom and submit_seldom, unless it
-- is there.

-- See submit_seldom.
local make_room, deduplicate, claim_key, refuse, judge_flow, judge_far, put_far

local function count_waiting()
  return call('ZCARD', READY) + call('ZCARD', DELAYED) + call('ZCARD', BLOCKED) + (tonumber(call('HGET', Q, 'gn')) or 0)
end
local waiting = settings.max_size > 0 and count_waiting()

-- Fields that many jobs have not.
local function add_special(fields, job)
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
  if job.fo == 1 then more('fo', '1') end
  if job.pa ~= '' then
    more('pa', job.pa)
    more('cf', job.cf)
    if job.far then
      more('pq', job.far)
    else
      expect_more_keys(settings)
      call('HSET', Q .. ':ch:' .. job.pa, 's' .. job.id, 'open', 'n' .. job.id, job.place)
    end
  end
  if job.children > 0 then more('pn', text(job.children)) end
  if job.s == 'blocked' and job.due > NOW then more('du', text(job.due)) end
end

local function write(job, i)
  local fields = {'d', job.d}
  if job.o ~= '{}' then fields[3], fields[4] = 'o', job.o end
  local usual = #fields
  if not job.is_plain then add_special(fields, job) end
  job.sp = #fields > usual
  write_job(job, job.s, unpack(fields))
  if job.s == 'delayed' then
    call('ZADD', DELAYED, text(job.due), job.id)
  elseif job.s == 'blocked' then
    call('ZADD', BLOCKED, NOW_TEXT, job.id)
  else
    line_up(job.id, job.g, rank_of(settings, tonumber(job.p), sequence + i))
    startable = startable + 1
  end
end

-- A job that many are like has no more than four parts, and the others are not made numbers of.
local function read(parts, at)
  local job = {id = parts[at], o = parts[at + 1], d = parts[at + 2], p = parts[at + 3], e = '0', z = '0', f = '0', t = NOW_TEXT,
    q = '0', c = '0', u = '', w = '', due = NOW, k = '', children = 0, flow = 0, is_plain = parts[at + 4] == ''}
  if job.is_plain then return job end
  local more = cjson.decode(parts[at + 4])
  job.due = math.max(NOW + more[1], more[2])
  job.ttl, job.time, job.k, job.mode, job.kttl, job.fo = more[3], more[4], more[6], more[7], more[8], more[9]
  if more[5] ~= '' then job.g = more[5] end
  job.pa, job.cf, job.children, job.flow, job.place = more[10], more[11], more[12], more[13], more[14]
  job.far = more[15]
  return job
end

-- A job that went to another queue for want of room here goes there again, whoever asks.
local function is_spilled(id) return settings.overflow == 'spill' and call('EXISTS', Q .. ':spilled:' .. id) == 1 end

-- Why a job without others is not taken; nil when it is.
local function judge(job)
  if call('EXISTS', job_key(job.id)) == 1 then return {'known', job.id} end
  if settings.closed == 1 then return {'closed', job.id} end
  if is_spilled(job.id) then return {'full', job.id} end
  if job.k ~= '' then
    local met = deduplicate(job)
    if met then return met end
  end
  if waiting and waiting >= settings.max_size then
    if not make_room(job) then return {refuse(job.id, job.far), job.id} end
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
  local job = read(parts, at)
  if job.flow > 1 or job.far or job.k ~= '' or waiting then rarer() end
  if job.flow > 1 then
    flow_left, flow_verdict = job.flow, judge_flow(parts, at, job.flow)
  end
  if flow_left > 0 then
    flow_left = flow_left - 1
    if flow_verdict then return {flow_verdict, job.id} end
    return job.far and put_far(job, i) or put(job, i)
  end
  if job.far then return judge_far(job) or put_far(job, i) end
  return judge(job) or put(job, i)
end
