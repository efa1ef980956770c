# SPDX-License-Identifier: Apache-2.0
# An AMI for ECS whose build fails where the image is wrong. The report comes out of it in any case: reports/ecsprobe.*
#
#   packer validate ecs-ami.pkr.hcl
#   packer build -only=amazon-ebs.ecs -var source_ami=ami-... -var subnet_id=subnet-... ecs-ami.pkr.hcl
#   packer build -only=docker.rehearsal -var sudo= ecs-ami.pkr.hcl       the provisioners alone, in a container
#   packer build -only=null.machine -var ssh_host=10.0.1.50 ecs-ami.pkr.hcl   ... on a machine that is there already
#
# Packer 1.6.6 and later; from 1.7 on run `packer init plugins.pkr.hcl` first.

variable "ecsprobe" {
  type        = string
  default     = "/usr/bin/ecsprobe"
  description = "The ecsprobe of this machine, which goes into the image."
}

variable "options" {
  type        = string
  default     = ""
  description = "More for the check, such as: --expect-cluster blue --expect-proxy none."
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

variable "ssh_host" {
  type    = string
  default = "127.0.0.1"
}

variable "ssh_username" {
  type    = string
  default = "ec2-user"
}

variable "docker_image" {
  type    = string
  default = "amazonlinux:2023"
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

source "null" "machine" {
  ssh_host       = var.ssh_host
  ssh_username   = var.ssh_username
  ssh_agent_auth = true
}

build {
  sources = ["source.amazon-ebs.ecs", "source.docker.rehearsal", "source.null.machine"]

  provisioner "file" {
    source      = var.ecsprobe
    destination = "/tmp/ecsprobe"
  }

  provisioner "shell" {
    execute_command = "${var.sudo} sh '{{ .Path }}'"
    inline          = ["cp /tmp/ecsprobe /usr/bin/ecsprobe", "chmod 755 /usr/bin/ecsprobe", "rm /tmp/ecsprobe"]
  }

  # What else the image needs stands here.

  provisioner "shell" {
    execute_command = "${var.sudo} sh '{{ .Path }}'"
    script          = "${path.root}/clean.sh"
  }

  # Its status is kept for the last step, so that the report of a bad image comes out too.
  provisioner "shell" {
    execute_command = "${var.sudo} sh '{{ .Path }}'"
    inline = [
      "ecsprobe --bake=final ${var.options} -o text -o json=/tmp/ecsprobe.json -o junit=/tmp/ecsprobe.xml && status=0 || status=$?",
      "echo $status >/tmp/ecsprobe.status",
      "chmod 644 /tmp/ecsprobe.json /tmp/ecsprobe.xml /tmp/ecsprobe.status",
    ]
  }

  provisioner "file" {
    direction   = "download"
    source      = "/tmp/ecsprobe.json"
    destination = "${var.reports}/ecsprobe.json"
  }

  provisioner "file" {
    direction   = "download"
    source      = "/tmp/ecsprobe.xml"
    destination = "${var.reports}/ecsprobe.xml"
  }

  # 2: warnings, under --strict.
  provisioner "shell" {
    execute_command  = "${var.sudo} sh '{{ .Path }}'"
    valid_exit_codes = [0, 2]
    inline = [
      "status=$(cat /tmp/ecsprobe.status)",
      "rm -f /tmp/ecsprobe.json /tmp/ecsprobe.xml /tmp/ecsprobe.status",
      "exit $status",
    ]
  }
}
