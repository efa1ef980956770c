/* SPDX-License-Identifier: Apache-2.0 */
/* Of libcap, sd-bus asks for three calls: "do I hold this capability?".  libcap
 * itself would cost 12 KB and, by its constructor, six system calls in every
 * start.  This is that question over the raw capget(2). */
#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* libcap's interface; its header is not needed to build us. */
typedef struct caps *cap_t;
cap_t cap_get_proc(void);
int cap_get_flag(cap_t caps, int capability, unsigned int flag, unsigned int *is_set);
int cap_free(void *caps);

enum { FLAG_EFFECTIVE, FLAG_PERMITTED, FLAG_INHERITABLE };

struct caps {
	struct __user_cap_data_struct word[_LINUX_CAPABILITY_U32S_3];
};

cap_t cap_get_proc(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3,
						   .pid = 0 };
	struct caps *caps = calloc(1, sizeof *caps);

	if (!caps)
		return NULL;
	if (syscall(SYS_capget, &header, caps->word) < 0) {
		free(caps);
		return NULL;
	}
	return caps;
}

int cap_get_flag(cap_t caps, int capability, unsigned int flag, unsigned int *is_set)
{
	const struct __user_cap_data_struct *word;
	uint32_t bits;

	if (!caps || capability < 0 || !cap_valid((unsigned int)capability) ||
	    flag > FLAG_INHERITABLE) {
		errno = EINVAL;
		return -1;
	}
	word = &caps->word[CAP_TO_INDEX((unsigned int)capability)];
	bits = flag == FLAG_EFFECTIVE   ? word->effective
	       : flag == FLAG_PERMITTED ? word->permitted
					: word->inheritable;
	*is_set = (bits & CAP_TO_MASK((unsigned int)capability)) != 0;
	return 0;
}

int cap_free(void *caps)
{
	free(caps);
	return 0;
}
