# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A real packer in the machine, whose docker builder runs the provisioners of packaging/packer on an image for ECS.

PACKER_DIR=/var/lib/packer

# packer_needs: what it takes; declares dockerd.
packer_needs() {
	dockerd
	needs packer docker busybox xmllint
}

# packer_up: the image of image_up, with a shell, is known to dockerd as lab/ecs; the template is in $PACKER_DIR.
packer_up() {
	local applet
	mkdir -p "$IMAGE"/{bin,tmp} "$PACKER_DIR"
	chmod 1777 "$IMAGE/tmp"
	cp "$(type -P busybox)" "$IMAGE/bin/busybox"
	for applet in sh cat cp chmod rm mkdir; do ln -sf busybox "$IMAGE/bin/$applet"; done
	ln -sfn bin "$IMAGE/sbin"
	cp -r "$ROOT"/packaging/packer/. "$PACKER_DIR"
	install -m 755 "$BINARY" "$PACKER_DIR/ecsprobe"
	tar -C "$IMAGE" -cf "$PACKER_DIR/image.tar" .
	in_machine docker import "$PACKER_DIR/image.tar" lab/ecs >/dev/null || lab_error "docker does not import"
}

# packer_run SUBCOMMAND OPTION...: sets STATUS, leaves $OUT/packer.
packer_run() {
	local start=${EPOCHREALTIME/./}
	COMMAND=("${MACHINE_ENTER[@]}" env -i -C "$PACKER_DIR" PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C TERM=dumb
		CHECKPOINT_DISABLE=1 PACKER_NO_COLOR=1 packer "$@")
	"${COMMAND[@]}" >"$OUT/packer" 2>&1 </dev/null
	ended $? "$start"
	cat "$OUT/packer" >"$OUT/stdout"
}

# packer_build: the rehearsal; $OUT/report.json is what came out of it.
packer_build() {
	rm -rf "$OUT"/report.* "$PACKER_DIR/reports"
	mkdir "$PACKER_DIR/reports"
	packer_run build -color=false -only=docker.rehearsal -var sudo= -var ecsprobe=ecsprobe -var docker_image=lab/ecs "$@" ecs-ami.pkr.hcl
	cp "$PACKER_DIR/reports/ecsprobe.json" "$OUT/report.json"
	cp "$PACKER_DIR/reports/ecsprobe.xml" "$OUT/report.xml"
	xmllint --noout --schema "$ROOT/packaging/schema/junit.xsd" "$OUT/report.xml" 2>"$OUT/xmllint" ||
		fail "the JUnit report is not valid: $(<"$OUT/xmllint")"
}
