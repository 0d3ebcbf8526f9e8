/* What Swift cannot see of librabbitmq and the C library by itself. Version 0.12 moved the headers into a folder. */
#ifndef CRABBITMQ_SHIM_H
#define CRABBITMQ_SHIM_H

#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/time.h>

#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif

/* amqp_login_with_properties is variadic, hence invisible to Swift. */
static inline amqp_rpc_reply_t crabbitmq_login_plain(amqp_connection_state_t state, const char *vhost, int frame_max,
                                                     int heartbeat, const amqp_table_t *client_properties,
                                                     const char *user, const char *password) {
    return amqp_login_with_properties(state, vhost, 1, frame_max, heartbeat, client_properties,
                                      AMQP_SASL_METHOD_PLAIN, user, password);
}

static inline amqp_rpc_reply_t crabbitmq_login_external(amqp_connection_state_t state, const char *vhost,
                                                        int frame_max, int heartbeat,
                                                        const amqp_table_t *client_properties, const char *identity) {
    return amqp_login_with_properties(state, vhost, 1, frame_max, heartbeat, client_properties,
                                      AMQP_SASL_METHOD_EXTERNAL, identity);
}

/* glibc's module map leaves sys/eventfd.h and sys/prctl.h out. */
static inline int crabbitmq_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline void crabbitmq_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

#endif
