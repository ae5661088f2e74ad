#include "textflag.h"

// func addWide(dst, src *float32, n int)
TEXT ·addWide(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX

add16:
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VADDPS  (SI), Y0, Y0
	VADDPS  32(SI), Y1, Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ    $64, DI
	ADDQ    $64, SI
	SUBQ    $16, CX
	JG      add16
	VZEROUPPER
	RET

// func addShareWide(dst, src *int16, n int, share int16)
TEXT ·addShareWide(SB), NOSPLIT, $0-26
	MOVQ         dst+0(FP), DI
	MOVQ         src+8(FP), SI
	MOVQ         n+16(FP), CX
	MOVW         share+24(FP), AX
	VMOVD        AX, X7
	VPBROADCASTW X7, Y7

share16:
	VMOVDQU   (SI), Y0
	VPMULHRSW Y7, Y0, Y0
	VPADDSW   (DI), Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $32, DI
	ADDQ      $32, SI
	SUBQ      $16, CX
	JG        share16
	VZEROUPPER
	RET

// func poolRowsWide(best *int16, sums *int32, where *int16, rows *[]int16, bias *int16, filters, words int)
//
// Sixteen filters at a time are taken through all words, their best match, its word and their sums staying in registers.
TEXT ·poolRowsWide(SB), NOSPLIT, $0-56
	MOVQ     best+0(FP), DI
	MOVQ     sums+8(FP), SI
	MOVQ     where+16(FP), DX
	MOVQ     rows+24(FP), BX
	MOVQ     bias+32(FP), R8
	MOVQ     filters+40(FP), CX
	MOVQ     words+48(FP), R9
	XORQ     R10, R10      // where the filters stand in a row, in bytes
	VPXOR    Y7, Y7, Y7
	VPCMPEQW Y6, Y6, Y6    // -1

filters16:
	VPXOR   Y0, Y0, Y0    // best
	VPXOR   Y1, Y1, Y1    // sums of filters 0-3 and 8-11
	VPXOR   Y2, Y2, Y2    // sums of filters 4-7 and 12-15
	VPXOR   Y3, Y3, Y3    // where
	VMOVDQU (R8), Y4
	VPXOR   Y5, Y5, Y5    // the number of the word
	MOVQ    BX, R11
	MOVQ    R9, R12

word:
	MOVQ       (R11), AX
	VMOVDQU    128(AX)(R10*1), Y8
	MOVQ       24(R11), AX
	VPADDSW    96(AX)(R10*1), Y8, Y8
	MOVQ       48(R11), AX
	VPADDSW    64(AX)(R10*1), Y8, Y8
	MOVQ       72(R11), AX
	VPADDSW    32(AX)(R10*1), Y8, Y8
	MOVQ       96(R11), AX
	VPADDSW    (AX)(R10*1), Y8, Y8
	VPADDSW    Y4, Y8, Y8
	VPMAXSW    Y7, Y8, Y8         // what is negative counts as 0
	VPCMPGTW   Y0, Y8, Y9         // greater than the best?
	VPMAXSW    Y0, Y8, Y0
	VPBLENDVB  Y9, Y5, Y3, Y3
	VPUNPCKLWD Y7, Y8, Y10
	VPADDD     Y10, Y1, Y1
	VPUNPCKHWD Y7, Y8, Y11
	VPADDD     Y11, Y2, Y2
	VPSUBW     Y6, Y5, Y5
	ADDQ       $24, R11
	DECQ       R12
	JNZ        word

	VMOVDQU    Y0, (DI)
	VMOVDQU    Y3, (DX)
	VPERM2I128 $0x20, Y2, Y1, Y10
	VPERM2I128 $0x31, Y2, Y1, Y11
	VMOVDQU    Y10, (SI)
	VMOVDQU    Y11, 32(SI)
	ADDQ       $32, DI
	ADDQ       $64, SI
	ADDQ       $32, DX
	ADDQ       $32, R8
	ADDQ       $160, R10
	SUBQ       $16, CX
	JG         filters16
	VZEROUPPER
	RET

// func poolWide(best, sum *float32, where *int32, act, bias *float32, n int, i int32)
TEXT ·poolWide(SB), NOSPLIT, $0-52
	MOVQ         best+0(FP), DI
	MOVQ         sum+8(FP), SI
	MOVQ         where+16(FP), DX
	MOVQ         act+24(FP), R8
	MOVQ         bias+32(FP), R9
	MOVQ         n+40(FP), CX
	MOVL         i+48(FP), AX
	VMOVD        AX, X7
	VPBROADCASTD X7, Y7
	VXORPS       Y6, Y6, Y6
	XORQ         AX, AX

pool8:
	VMOVUPS   (R8)(AX*4), Y0
	VADDPS    (R9)(AX*4), Y0, Y0
	VMAXPS    Y6, Y0, Y0             // what is negative counts as 0
	VADDPS    (SI)(AX*4), Y0, Y1
	VMOVUPS   Y1, (SI)(AX*4)
	VMOVUPS   (DI)(AX*4), Y2
	VCMPPS    $30, Y2, Y0, Y3        // greater than the best?
	VMAXPS    Y2, Y0, Y2
	VMOVUPS   Y2, (DI)(AX*4)
	VMOVUPS   (DX)(AX*4), Y4
	VBLENDVPS Y3, Y7, Y4, Y4
	VMOVUPS   Y4, (DX)(AX*4)
	ADDQ      $8, AX
	CMPQ      AX, CX
	JL        pool8
	VZEROUPPER
	RET

// one number of the row times eight of the matrix, added to a sum
#define TERM(offset, sum, term) \
	VMULPS offset(R8), Y8, term \
	VADDPS term, sum, sum

// func applyWide(out, in, m *float32, rows, columns int)
//
// The columns are worked on in panels of 64, then of 16, whose sums stay in registers.
TEXT ·applyWide(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ in+8(FP), SI
	MOVQ m+16(FP), DX
	MOVQ rows+24(FP), R9
	MOVQ columns+32(FP), CX
	MOVQ CX, R10
	SHLQ $2, R10             // bytes of a row of the matrix

panel64:
	CMPQ    CX, $64
	JL      panel16
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	VMOVUPS 96(DI), Y3
	VMOVUPS 128(DI), Y4
	VMOVUPS 160(DI), Y5
	VMOVUPS 192(DI), Y6
	VMOVUPS 224(DI), Y7
	MOVQ    DX, R8
	XORQ    AX, AX

row64:
	VBROADCASTSS (SI)(AX*4), Y8
	TERM(0, Y0, Y9)
	TERM(32, Y1, Y10)
	TERM(64, Y2, Y11)
	TERM(96, Y3, Y12)
	TERM(128, Y4, Y13)
	TERM(160, Y5, Y14)
	TERM(192, Y6, Y15)
	TERM(224, Y7, Y9)
	ADDQ         R10, R8
	INCQ         AX
	CMPQ         AX, R9
	JL           row64
	VMOVUPS      Y0, (DI)
	VMOVUPS      Y1, 32(DI)
	VMOVUPS      Y2, 64(DI)
	VMOVUPS      Y3, 96(DI)
	VMOVUPS      Y4, 128(DI)
	VMOVUPS      Y5, 160(DI)
	VMOVUPS      Y6, 192(DI)
	VMOVUPS      Y7, 224(DI)
	ADDQ         $256, DI
	ADDQ         $256, DX
	SUBQ         $64, CX
	JMP          panel64

panel16:
	CMPQ    CX, $16
	JL      done
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	MOVQ    DX, R8
	XORQ    AX, AX

row16:
	VBROADCASTSS (SI)(AX*4), Y8
	TERM(0, Y0, Y9)
	TERM(32, Y1, Y10)
	ADDQ         R10, R8
	INCQ         AX
	CMPQ         AX, R9
	JL           row16
	VMOVUPS      Y0, (DI)
	VMOVUPS      Y1, 32(DI)
	ADDQ         $64, DI
	ADDQ         $64, DX
	SUBQ         $16, CX
	JMP          panel16

done:
	VZEROUPPER
	RET

// func mixPairsWide(out *int32, in, m *int16, pairs, columns int)
//
// The columns are worked on in panels of 16, whose sums stay in registers.
TEXT ·mixPairsWide(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ in+8(FP), SI
	MOVQ m+16(FP), DX
	MOVQ pairs+24(FP), R9
	MOVQ columns+32(FP), CX
	MOVQ CX, R10
	SHLQ $2, R10             // bytes of a row of the matrix

columns16:
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	MOVQ    DX, R8
	XORQ    AX, AX

pair:
	VPBROADCASTD (SI)(AX*4), Y2
	VPMADDWD     (R8), Y2, Y3
	VPADDD       Y3, Y0, Y0
	VPMADDWD     32(R8), Y2, Y4
	VPADDD       Y4, Y1, Y1
	ADDQ         R10, R8
	INCQ         AX
	CMPQ         AX, R9
	JL           pair
	VMOVDQU      Y0, (DI)
	VMOVDQU      Y1, 32(DI)
	ADDQ         $64, DI
	ADDQ         $64, DX
	SUBQ         $16, CX
	JG           columns16
	VZEROUPPER
	RET
