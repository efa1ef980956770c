# SPDX-License-Identifier: Apache-2.0
# Builds an AMI for ECS, and fails if the image is wrong. Either way you get the report: reports/ecsprobe.json and .xml.
#
#   packer validate ecs-ami.pkr.hcl
#   packer build -only=amazon-ebs.ecs -var source_ami=ami-... -var subnet_id=subnet-... ecs-ami.pkr.hcl
#   packer build -only=docker.rehearsal -var sudo= ecs-ami.pkr.hcl       # only the provisioners, in a container
#
# It needs Packer 1.6.6 or later. From 1.7 on, run `packer init plugins.pkr.hcl` first.

variable "ecsprobe" {
  type        = string
  default     = "/usr/bin/ecsprobe"
  description = "The ecsprobe on this machine that Packer copies into the image."
}

variable "options" {
  type        = string
  default     = ""
  description = "More options for the check, such as: --expect-cluster blue --expect-proxy none."
}

variable "reports" {
  type    = string
  default = "reports"
}

variable "sudo" {
  type    = string
  default = "sudo"
}

variable "region" {
  type    = string
  default = "us-east-1"
}

variable "source_ami" {
  type        = string
  default     = "ami-00000000000000000"
  description = "An ECS-optimized AMI, or one with Docker and ecs-init."
}

variable "subnet_id" {
  type    = string
  default = ""
}

variable "ssh_username" {
  type    = string
  default = "ec2-user"
}

variable "docker_image" {
  type    = string
  default = "amazonlinux:2023"
}

# Only root can write here, so no other user can redirect the report with a link in /tmp.
locals {
  kept   = "/var/lib/ecsprobe-bake"
  upload = "/tmp/ecsprobe-upload"
}

source "amazon-ebs" "ecs" {
  region        = var.region
  source_ami    = var.source_ami
  subnet_id     = var.subnet_id
  instance_type = "t3.small"
  ssh_username  = var.ssh_username
  ami_name      = "ecs-${formatdate("YYYYMMDD-hhmm", timestamp())}"
}

source "docker" "rehearsal" {
  image       = var.docker_image
  pull        = false
  discard     = true
  run_command = ["-d", "-i", "-t", "--network", "host", "--entrypoint=/bin/sh", "--", "{{.Image}}"]
}

build {
  sources = ["source.amazon-ebs.ecs", "source.docker.rehearsal"]

  # Upload through a directory of our own: another user could have put a file into /tmp itself.
  provisioner "shell" {
    inline = ["mkdir -m 700 ${local.upload}"]
  }

  provisioner "file" {
    source      = var.ecsprobe
    destination = "${local.upload}/ecsprobe"
  }

  provisioner "shell" {
    execute_command = "${var.sudo} sh '{{ .Path }}'"
    inline          = ["set -e", "cp ${local.upload}/ecsprobe /usr/bin/ecsprobe", "chmod 755 /usr/bin/ecsprobe", "rm -r ${local.upload}"]
  }

  # Put what else the image needs here.

  provisioner "shell" {
    execute_command = "${var.sudo} sh '{{ .Path }}'"
    script          = "${path.root}/clean.sh"
  }

  # The last step uses the status, so that Packer downloads the report of a bad image too.
  provisioner "shell" {
    execute_command = "${var.sudo} sh '{{ .Path }}'"
    inline = [
      "rm -rf ${local.kept} && mkdir -m 755 ${local.kept} || exit 70",
      "ecsprobe --bake=final ${var.options} -o text -o json=${local.kept}/ecsprobe.json -o junit=${local.kept}/ecsprobe.xml && status=0 || status=$?",
      "echo $status >${local.kept}/status",
      "chmod 644 ${local.kept}/*",
    ]
  }

  provisioner "file" {
    direction   = "download"
    source      = "${local.kept}/ecsprobe.json"
    destination = "${var.reports}/ecsprobe.json"
  }

  provisioner "file" {
    direction   = "download"
    source      = "${local.kept}/ecsprobe.xml"
    destination = "${var.reports}/ecsprobe.xml"
  }

  # 2: warnings, under --strict.
  provisioner "shell" {
    execute_command  = "${var.sudo} sh '{{ .Path }}'"
    valid_exit_codes = [0, 2]
    inline = [
      "status=$(cat ${local.kept}/status)",
      "rm -rf ${local.kept}",
      "exit $${status:-70}",
    ]
  }
}
