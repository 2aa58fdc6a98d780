/*
 * The floor of fan-out: what the kernel alone costs. One thread, epoll, one send() per subscriber and message
 * (or, with --batch, one send() per subscriber and read of the publisher: what a perfect server that coalesces would do).
 *
 *   floor [--batch] [port]      port 0 (the default) takes a free one; prints "listening <port>"; ends when stdin does
 *
 * It knows just enough WebSocket for the load generator: the handshake is answered for the one key that the generator
 * sends, frames of the publisher (path /pub) must not be fragmented and not exceed 64 KiB, others' frames are ignored.
 * Nothing is lost: what the kernel does not take is queued per subscriber.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_FDS 20000
#define REQUEST_MAX 2048
#define IN_MAX (128 * 1024)
#define OUT_MAX (512 * 1024)
#define EVENTS 1024

/* The answer to the generator's Sec-WebSocket-Key "aHViIGxvYWQgdGVzdHMuLg==" (RFC 6455 section 4.2.2). */
#define ACCEPT "e1ilNzqQWlageY/QeNiBhmUTpo8="

enum role { NEW, SUBSCRIBER, PUBLISHER };

struct peer {
    enum role role;
    int slot;               /* index in subscribers, when one */
    unsigned char *in;      /* bytes of an incomplete request or frame */
    size_t in_len;
    unsigned char *pending; /* bytes that the kernel did not take yet */
    size_t pending_len;
};

static struct peer peers[MAX_FDS];
static int subscribers[MAX_FDS], subscriber_count;
static int epoll_fd, listen_fd, batch;
static unsigned char out[OUT_MAX];
static size_t out_len;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(int fd, uint32_t events, int op) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(epoll_fd, op, fd, &event) < 0) fail("epoll_ctl");
}

static void forget(int fd) {
    struct peer *p = &peers[fd];
    if (p->role == SUBSCRIBER) {
        int last = subscribers[--subscriber_count];
        subscribers[p->slot] = last;
        peers[last].slot = p->slot;
    }
    free(p->in);
    free(p->pending);
    memset(p, 0, sizeof *p);
    close(fd);
}

/* One send(); what is left over waits for the socket to become writable. Returns 0 when the peer is gone. */
static int deliver(int fd, const unsigned char *bytes, size_t len) {
    struct peer *p = &peers[fd];
    ssize_t sent = 0;
    if (p->pending_len == 0) {
        sent = send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno != EAGAIN) return 0;
            sent = 0;
        }
        if ((size_t)sent == len) return 1;
        watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    }
    size_t rest = len - (size_t)sent;
    p->pending = realloc(p->pending, p->pending_len + rest);
    if (!p->pending) fail("realloc");
    memcpy(p->pending + p->pending_len, bytes + sent, rest);
    p->pending_len += rest;
    return 1;
}

static void drain(int fd) {
    struct peer *p = &peers[fd];
    ssize_t sent = send(fd, p->pending, p->pending_len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        if (errno != EAGAIN) forget(fd);
        return;
    }
    p->pending_len -= (size_t)sent;
    memmove(p->pending, p->pending + sent, p->pending_len);
    if (p->pending_len == 0) watch(fd, EPOLLIN, EPOLL_CTL_MOD);
}

static void fan_out(void) {
    if (out_len == 0) return;
    for (int i = subscriber_count - 1; i >= 0; i--) {
        int fd = subscribers[i];
        if (!deliver(fd, out, out_len)) forget(fd);
    }
    out_len = 0;
}

/* Appends one server frame (final, text, not masked) to the batch. */
static void append(const unsigned char *payload, size_t len) {
    if (out_len + len + 10 > OUT_MAX) fan_out();
    unsigned char *o = out + out_len;
    *o++ = 0x81;
    if (len < 126) {
        *o++ = (unsigned char)len;
    } else {
        *o++ = 126;
        *o++ = (unsigned char)(len >> 8);
        *o++ = (unsigned char)len;
    }
    memcpy(o, payload, len);
    out_len = (size_t)(o - out) + len;
}

/* Unmasks one complete client frame at f and publishes it; returns its length, 0 when incomplete, -1 when not for us. */
static long publish_frame(unsigned char *f, size_t available) {
    if (available < 6) return 0;
    size_t len = f[1] & 0x7f, head = 2;
    if (!(f[1] & 0x80) || len == 127) return -1;
    if (len == 126) {
        if (available < 8) return 0;
        len = (size_t)f[2] << 8 | f[3];
        head = 4;
    }
    if (available < head + 4 + len) return 0;
    unsigned char *mask = f + head, *payload = mask + 4;
    for (size_t i = 0; i < len; i++) payload[i] ^= mask[i & 3];
    if ((f[0] & 0x0f) == 1) {
        append(payload, len);
        if (!batch) fan_out();
    }
    return (long)(head + 4 + len);
}

static int read_frames(struct peer *p) {
    size_t at = 0;
    for (;;) {
        long used = publish_frame(p->in + at, p->in_len - at);
        if (used < 0) return 0;
        if (used == 0) break;
        at += (size_t)used;
    }
    fan_out();
    p->in_len -= at;
    memmove(p->in, p->in + at, p->in_len);
    return 1;
}

static int shake_hands(int fd, struct peer *p) {
    if (!memmem(p->in, p->in_len, "\r\n\r\n", 4)) return 1;
    static const char answer[] =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " ACCEPT "\r\n\r\n";
    int publisher = memmem(p->in, p->in_len, "GET /pub", 8) != NULL;
    if (send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0) return 0;
    p->in_len = 0;
    if (publisher) {
        p->role = PUBLISHER;
        if (!(p->in = realloc(p->in, IN_MAX))) fail("realloc");
    } else {
        p->role = SUBSCRIBER;
        p->slot = subscriber_count;
        subscribers[subscriber_count++] = fd;
        free(p->in); /* an idle subscriber costs no buffer */
        p->in = NULL;
    }
    return 1;
}

static void readable(int fd) {
    struct peer *p = &peers[fd];
    if (p->role == SUBSCRIBER) {
        unsigned char ignored[512];
        ssize_t n = recv(fd, ignored, sizeof ignored, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN)) forget(fd);
        return;
    }
    if (!p->in && !(p->in = malloc(REQUEST_MAX))) fail("malloc");
    size_t room = (p->role == NEW ? REQUEST_MAX : IN_MAX) - p->in_len;
    ssize_t n = room == 0 ? 0 : recv(fd, p->in + p->in_len, room, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        forget(fd);
        return;
    }
    p->in_len += (size_t)n;
    if (!(p->role == NEW ? shake_hands(fd, p) : read_frames(p))) forget(fd);
}

static void accept_all(void) {
    for (;;) {
        int fd = accept4(listen_fd, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0) return;
        if (fd >= MAX_FDS) {
            close(fd);
            continue;
        }
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    }
}

static void listen_on(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listen_fd < 0 || bind(listen_fd, (struct sockaddr *)&address, len) < 0 || listen(listen_fd, 4096) < 0) fail("listen");
    if (getsockname(listen_fd, (struct sockaddr *)&address, &len) < 0) fail("getsockname");
    printf("listening %d\n", ntohs(address.sin_port));
    fflush(stdout);
}

int main(int argc, char **argv) {
    uint16_t port = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--batch") == 0) batch = 1;
        else port = (uint16_t)atoi(argv[i]);
    }
    signal(SIGPIPE, SIG_IGN);
    epoll_fd = epoll_create1(0);
    listen_on(port);
    watch(listen_fd, EPOLLIN, EPOLL_CTL_ADD);
    watch(STDIN_FILENO, EPOLLIN, EPOLL_CTL_ADD);
    struct epoll_event events[EVENTS];
    for (;;) {
        int n = epoll_wait(epoll_fd, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listen_fd) {
                accept_all();
            } else if (fd == STDIN_FILENO) {
                char c[64];
                if (read(fd, c, sizeof c) <= 0) return 0;
            } else {
                if (events[i].events & EPOLLOUT) drain(fd);
                if (events[i].events & ~(uint32_t)EPOLLOUT) readable(fd);
            }
        }
    }
}
