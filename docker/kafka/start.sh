#!/usr/bin/env bash
# Starts one node that is broker and controller, as `npm run kafka` does without Docker: SASL/SCRAM for everyone, and nothing
# is allowed that no permission allows. Topics and permissions are made by the job `kafka-provision`.
#
# KAFKA_USERS names who may sign in; each has a password KAFKA_<NAME>_PASSWORD (capitals, underscores for hyphens), the
# administrator and the controller have KAFKA_ADMIN_PASSWORD and KAFKA_CONTROLLER_PASSWORD. Users are made together with the
# storage, at the first start. KAFKA_DEPARTMENTS names departments, whose users dept-<name> are made in the same way, with
# passwords KAFKA_DEPT_<NAME>_PASSWORD.
set -euo pipefail
umask 077 # What is written here holds passwords.

kafka="${KAFKA_HOME:-/opt/kafka}"
data="${KAFKA_DATA:-/var/lib/kafka/data}"
work="$(mktemp -d)"
properties="$work/server.properties"

password_of() {
  local variable="KAFKA_${1^^}_PASSWORD"
  variable="${variable//-/_}"
  if [[ ! "${!variable:-}" =~ ^[A-Za-z0-9_-]{16,}$ ]]; then
    echo "$variable must be set: 16 or more letters, digits, - and _" >&2
    exit 1
  fi
  printf '%s' "${!variable}"
}

admin="$(password_of admin)"
controller="$(password_of controller)"
scram=org.apache.kafka.common.security.scram.ScramLoginModule
plain=org.apache.kafka.common.security.plain.PlainLoginModule

cat >"$properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${KAFKA_CONTROLLER_PORT:-9093}
listeners=CLIENT://${KAFKA_HOST:-0.0.0.0}:${KAFKA_PORT:-9092},CONTROLLER://127.0.0.1:${KAFKA_CONTROLLER_PORT:-9093}
advertised.listeners=CLIENT://${KAFKA_ADVERTISED:-kafka:9092}
listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=CLIENT
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.client.scram-sha-512.sasl.jaas.config=$scram required username="admin" password="$admin";
sasl.mechanism.controller.protocol=PLAIN
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=$plain required username="controller" password="$controller" user_controller="$controller";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:admin;User:controller
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
log.dirs=$data
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
PROPERTIES

if [[ ! -f "$data/meta.properties" ]]; then
  cluster="$("$kafka/bin/kafka-storage.sh" random-uuid)"
  # By a file: a command line is open to everyone.
  {
    printf '%s\n' --config "$properties" --cluster-id "$cluster"
    departments="${KAFKA_DEPARTMENTS:-}"
    for user in admin ${KAFKA_USERS:-} ${departments:+$(printf 'dept-%s ' $departments)}; do
      # Assigned first: a substitution that fails inside another command ends nothing.
      password="$(password_of "$user")"
      printf '%s\n' --add-scram "SCRAM-SHA-512=[name=$user,password=$password]"
    done
  } >"$work/format.args"
  # What it says of its success names salts and keys of every user.
  if ! "$kafka/bin/kafka-storage.sh" format "@$work/format.args" >"$work/format.log" 2>&1; then
    cat "$work/format.log" >&2
    exit 1
  fi
  rm "$work/format.args" "$work/format.log"
fi

exec "$kafka/bin/kafka-server-start.sh" "$properties"
